//! Who may call: finds out who it is, holds its role against what the method needs, and writes down what it changed.
//!
//! The first way that fits decides: what the request says (a token), the certificate of its connection, the user of a unix socket,
//! and last an endpoint on loopback that asks nobody. A token that does not hold is refused wherever it is shown.

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use arc_swap::ArcSwap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gmqtt_admin_api::{Caller, Fault, Guard, Method, Reason, RequestId, Requested, Role};
use gmqtt_config::{ApiAuth, ApiAuthMode, ApiLoopback, ApiRole, ApiUnixRole};
use http::Extensions;
use http::header::AUTHORIZATION;
use http::request::Parts;
use tonic::{Code, Status};

use crate::audit::{Audit, Record};
use crate::connection::{Connection, Peer};
use crate::failures::Failures;
use crate::local;
use crate::pattern;
use crate::token::Secret;
use crate::tokens::Tokens;

/// Stands at the door.
#[derive(Debug)]
pub(crate) struct Porter {
    rules: ArcSwap<Rules>,
    failures: Failures,
    audit: Audit,
}

/// Whom to let in.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) auth: ApiAuth,
    pub(crate) tokens: Arc<Tokens>,
    /// A certificate that no rule is for is an administrator's, as in the broker in Go.
    pub(crate) trusts_certificates: bool,
}

impl Porter {
    pub(crate) fn new(rules: Rules, audit: Audit) -> Self {
        Self {
            rules: ArcSwap::from_pointee(rules),
            failures: Failures::default(),
            audit,
        }
    }

    /// Other rules from now on. What has failed is not forgotten.
    pub(crate) fn change(&self, rules: Rules) {
        self.rules.store(Arc::new(rules));
    }

    /// Who calls, if it may call what needs this role.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn admit_role(
        &self,
        needed: Role,
        what: &str,
        request: &Parts,
    ) -> Result<Caller, Fault> {
        let caller = self.caller(request)?;
        if caller.role.may(needed) {
            return Ok(caller);
        }
        let Caller { name, role, .. } = &caller;
        let words = format!("{name} has the role {role}; {what} needs {needed}");
        let fault = Fault::new(Reason::MissingRole, words);
        Err(fault.with("role", role.name()).with("needs", needed.name()))
    }

    /// Who calls.
    ///
    /// # Errors
    /// When it has to say who it is, says it wrongly, or did so too often.
    fn caller(&self, request: &Parts) -> Result<Caller, Fault> {
        let rules = self.rules.load();
        let Some(connection) = request.extensions.get::<Connection>() else {
            return Err(Fault::new(Reason::Unauthenticated, "nobody is known here"));
        };
        if rules.auth.mode == ApiAuthMode::None {
            return Ok(caller(connection, "anybody".to_owned(), Role::Admin));
        }
        if let Some(said) = request.headers.get(AUTHORIZATION) {
            return self.bearer(&rules, connection, said.as_bytes());
        }
        if let Some(caller) = rules.certified(connection) {
            return Ok(caller);
        }
        match connection.peer {
            Peer::Unix { user, group } => rules.local(connection, user, group),
            Peer::Tcp { .. } if rules.is_open(connection) => {
                Ok(caller(connection, "loopback".to_owned(), Role::Admin))
            }
            Peer::Tcp { .. } => Err(Fault::new(
                Reason::Unauthenticated,
                "say who you are: send a token as `Authorization: Bearer gmt_...`",
            )
            .help("tokens", "/docs")),
        }
    }

    /// The caller that a token names.
    fn bearer(&self, rules: &Rules, connection: &Connection, said: &[u8]) -> Result<Caller, Fault> {
        let (from, now) = (connection.peer.to_string(), Instant::now());
        if let Some(wait) = self.failures.wait(&from, rules.auth.max_failures, now) {
            let seconds = wait.as_secs().max(1);
            let words = format!("too many failed attempts from {from}: try again in {seconds} s");
            let fault = Fault::new(Reason::RateLimited, words);
            return Err(fault.with("retry_after", seconds.to_string()));
        }
        let failed = |words: &str| {
            self.failures.note(&from, now);
            tracing::warn!(target: "gmqtt::audit", from, key = connection.entrance.key, "refused: {words}");
            Fault::new(Reason::Unauthenticated, words)
        };
        let secret = secret_in(said, connection).map_err(failed)?;
        let found = Secret::parse(&secret).and_then(|it| rules.tokens.find(&it, SystemTime::now()));
        let token = found.ok_or_else(|| {
            failed("this token does not hold: it is wrong, has ended or was revoked")
        })?;
        Ok(Caller {
            scopes: token.scopes.clone(),
            ..caller(connection, format!("token {:?}", token.name), token.role)
        })
    }
}

impl Rules {
    /// The caller that a verified certificate names.
    fn certified(&self, connection: &Connection) -> Option<Caller> {
        let Peer::Tcp {
            certificate: Some(certificate),
            ..
        } = &connection.peer
        else {
            return None;
        };
        let name = certificate.names().next().unwrap_or("without a name");
        let name = format!("certificate {name}");
        let fits = |rule: &&gmqtt_config::ApiCertificate| {
            certificate
                .names()
                .any(|name| pattern::fits(&rule.name, name))
        };
        match self.auth.certificates.iter().find(fits) {
            Some(rule) => Some(caller(connection, name, role(rule.role))),
            None if self.trusts_certificates && self.auth.certificates.is_empty() => {
                Some(caller(connection, name, Role::Admin))
            }
            None => None,
        }
    }

    /// The caller on a unix socket.
    fn local(&self, connection: &Connection, user: u32, group: u32) -> Result<Caller, Fault> {
        let name = local::user_name(user).unwrap_or_else(|| user.to_string());
        let own = rustix::process::geteuid().as_raw();
        let role = if user == 0 || user == own {
            Some(Role::Admin)
        } else {
            self.role_of(user, group, &name)
        };
        match role {
            Some(role) => Ok(caller(connection, format!("user {name}"), role)),
            None => {
                let words = format!("`api.auth.unix` names neither the user {name} nor its groups");
                Err(Fault::new(Reason::Unauthenticated, words))
            }
        }
    }

    /// The role of a user of this machine.
    fn role_of(&self, user: u32, group: u32, name: &str) -> Option<Role> {
        let rules = &self.auth.unix;
        let is_in = |wanted: &String| local::is_in_group(user, group, wanted);
        if rules.groups.iter().any(is_in) {
            return Some(Role::Admin);
        }
        let fits = |rule: &&ApiUnixRole| {
            rule.user
                .as_ref()
                .is_some_and(|wanted| wanted == name || wanted.parse() == Ok(user))
                || rule.group.as_ref().is_some_and(is_in)
        };
        rules.roles.iter().find(fits).map(|rule| role(rule.role))
    }

    /// Whether everybody who reaches an endpoint is let in.
    fn is_open(&self, connection: &Connection) -> bool {
        self.auth.mode == ApiAuthMode::Auto
            && self.auth.loopback == ApiLoopback::Open
            && connection.entrance.is_loopback
    }
}

impl Guard for Porter {
    fn admit(&self, method: &Method, request: &mut Parts) -> Result<(), Status> {
        let Some(needed) = method.role() else {
            return Ok(());
        };
        let what = match method.command() {
            "" => method.full_name(),
            command => command,
        };
        match self.admit_role(needed, &format!("`{what}`"), request) {
            Ok(caller) => {
                request.extensions.insert(caller);
                Ok(())
            }
            Err(fault) => {
                if method.changes() && fault.reason() == Reason::MissingRole {
                    let who = fault.message();
                    tracing::warn!(target: "gmqtt::audit", method = method.full_name(), who, "refused");
                }
                Err(fault.into())
            }
        }
    }

    fn answered(&self, method: &Method, request: &Extensions, code: Code, _: &Extensions) {
        let Some(caller) = Caller::of(request).filter(|_| method.changes()) else {
            return;
        };
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        self.audit.note(&Record {
            who: caller.name.clone(),
            from: caller.from.clone(),
            method: method.full_name().to_owned(),
            asked: text(request.get::<Requested>().map(|asked| asked.0.as_str())),
            code,
            request_id: text(request.get::<RequestId>().map(RequestId::as_str)),
        });
    }
}

fn caller(connection: &Connection, name: String, role: Role) -> Caller {
    Caller {
        name,
        from: connection.peer.to_string(),
        role,
        scopes: Vec::new(),
    }
}

/// The secret in an `Authorization` header: of a bearer, or as the password of a user whose name does not matter.
fn secret_in(said: &[u8], connection: &Connection) -> Result<String, &'static str> {
    let said = std::str::from_utf8(said).map_err(|_| "the header Authorization is not text")?;
    let (scheme, rest) = said.trim().split_once(' ').unwrap_or((said, ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        return Ok(rest.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err("the header Authorization begins with Bearer or Basic");
    }
    if !(connection.entrance.is_encrypted || connection.entrance.is_loopback) {
        return Err("a password is taken over TLS or on loopback only");
    }
    let wrong = "the header Authorization has no user and password in base64";
    let bytes = STANDARD.decode(rest.trim()).map_err(|_| wrong)?;
    let text = String::from_utf8(bytes).map_err(|_| wrong)?;
    let (_, password) = text.split_once(':').ok_or(wrong)?;
    Ok(password.to_owned())
}

/// The role that a word of the configuration stands for.
const fn role(role: ApiRole) -> Role {
    match role {
        ApiRole::Viewer => Role::Viewer,
        ApiRole::Publisher => Role::Publisher,
        ApiRole::Operator => Role::Operator,
        ApiRole::Admin => Role::Admin,
    }
}
