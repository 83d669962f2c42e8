//! `gmqtt init --secure` and `gmqtt init --renew`: what a broker for other machines needs.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use gmqtt_auth::{AccountChange, Accounts};
use gmqtt_config::{AccessRule, Action, Auth, OneOrMany};
use gmqtt_server::TlsReport;

use super::{
    PRIVATE, PUBLIC, Profile, Written,
    certificates::{self, Pair, SERVER_DAYS},
    failed, keep, make_folder, names, password, sample,
};
use crate::{
    contexts::{Context, Contexts},
    error::Error,
    exit::Exit,
};

/// What is written into the folder.
pub(super) const FILES: [&str; 8] = [
    "gmqtt.yml",
    "accounts.yml",
    "acl.yml",
    "tokens",
    "tls/ca.crt",
    "tls/ca.key",
    "tls/server.crt",
    "tls/server.key",
];

/// The context that uses what is written.
const CONTEXT: &str = "local";
/// The longest path of a unix socket.
const LONGEST_SOCKET: usize = 107;

/// What is asked for.
pub(super) struct Wanted<'a> {
    pub(super) folder: &'a Path,
    pub(super) hostnames: &'a [String],
    pub(super) accounts: &'a [String],
    pub(super) profile: Option<Profile>,
    pub(super) minimal: bool,
}

/// What has been made and not been written yet.
struct Made<'a> {
    folder: PathBuf,
    names: Vec<String>,
    authority: Pair,
    server: Pair,
    accounts: Vec<String>,
    wanted: &'a Wanted<'a>,
}

/// Writes all of it.
pub(super) fn write(wanted: &Wanted<'_>) -> Result<Written, Error> {
    let made = Made::new(wanted)?;
    // Before anything is written: a file of contexts that cannot be read is not to be replaced.
    let contexts = Contexts::load()?;
    let settings = Contexts::path().and_then(|path| Some(path.parent()?.to_path_buf()));
    let settings = settings.ok_or_else(|| {
        Error::new(Exit::Failed, "there is no place for the context").cause("HOME is not set")
    })?;
    let socket = socket(&made.folder);
    let passwords = made.keep(socket.as_deref())?;
    let api = match &socket {
        Some(path) => format!("unix://{path}"),
        None => "grpc://127.0.0.1:8084".to_owned(),
    };
    let first = made.accounts.first().map_or("admin", String::as_str);
    let kept = settings.join(format!("{CONTEXT}.password"));
    make_folder(&settings)?;
    let password = passwords.first().map_or("", String::as_str);
    keep(&kept, format!("{password}\n").as_bytes(), PRIVATE)?;
    let token = settings.join(format!("{CONTEXT}.token"));
    write_token(&made.folder, &token)?;
    let lines = made.lines(&api, &passwords);
    let context = Context {
        api,
        cacert: Some(made.folder.join("tls/ca.crt")),
        mqtt_url: Some("mqtts://localhost:8883".to_owned()),
        username: Some(first.to_owned()),
        password_file: Some(kept),
        token_file: Some(token),
        ..Context::default()
    };
    keep_context(contexts, context)?;
    Ok(Written {
        files: FILES.iter().map(|name| made.folder.join(name)).collect(),
        context: Some(CONTEXT.to_owned()),
        lines,
        next: format!(
            "gmqtt start -c {}",
            wanted.folder.join("gmqtt.yml").display()
        ),
    })
}

fn keep_context(mut contexts: Contexts, context: Context) -> Result<(), Error> {
    contexts.put(CONTEXT, context)?;
    contexts.select(CONTEXT)?;
    contexts.save()
}

impl<'a> Made<'a> {
    fn new(wanted: &'a Wanted<'a>) -> Result<Self, Error> {
        let folder =
            fs::canonicalize(wanted.folder).map_err(|error| failed(wanted.folder, &error))?;
        let names = names::of_server(wanted.hostnames)?;
        let now = SystemTime::now();
        let host = names.first().map_or("localhost", String::as_str);
        let authority = certificates::authority(host, now)?;
        let server = certificates::server(&names, &authority, now)?;
        let accounts = match wanted.accounts {
            [] => vec!["admin".to_owned()],
            named => named.to_vec(),
        };
        Ok(Self {
            folder,
            names,
            authority,
            server,
            accounts,
            wanted,
        })
    }

    /// Writes the files, and gives back the passwords of the accounts.
    fn keep(&self, socket: Option<&str>) -> Result<Vec<String>, Error> {
        let folder = &self.folder;
        make_folder(&folder.join("tls"))?;
        let choice = sample::Choice::secure(self.wanted.profile, socket);
        let config = sample::write(&choice, self.wanted.minimal);
        keep(&folder.join("gmqtt.yml"), config.as_bytes(), PRIVATE)?;
        keep(
            &folder.join("tls/ca.crt"),
            self.authority.certificate.as_bytes(),
            PUBLIC,
        )?;
        keep(
            &folder.join("tls/ca.key"),
            self.authority.key.as_bytes(),
            PRIVATE,
        )?;
        keep_server(folder, &self.server)?;
        let passwords = write_accounts(&folder.join("accounts.yml"), &self.accounts)?;
        keep(
            &folder.join("acl.yml"),
            rules(&self.accounts).as_bytes(),
            PRIVATE,
        )?;
        Ok(passwords)
    }

    /// What to tell people.
    fn lines(&self, api: &str, passwords: &[String]) -> Vec<String> {
        let mut lines = vec![
            format!(
                "wrote gmqtt.yml            tls://0.0.0.0:8883, anonymous refused, admin on {api}"
            ),
            "wrote tls/ca.crt ca.key    ECDSA P-256, valid 10 years (keep ca.key safe: 0600)"
                .to_owned(),
            server_line(&self.names),
        ];
        for (at, (name, password)) in self.accounts.iter().zip(passwords).enumerate() {
            let kept = match at {
                0 => format!("kept for you in context \"{CONTEXT}\""),
                _ => format!("shown only now: {password}"),
            };
            lines.push(format!(
                "wrote accounts.yml         account \"{name}\" (argon2id), password {kept}"
            ));
        }
        let first = self.accounts.first().map_or("admin", String::as_str);
        lines.push(
            "wrote acl.yml              what these accounts may do: everything; others nothing yet"
                .to_owned(),
        );
        lines.push(format!(
            "wrote tokens               token \"{CONTEXT}\" of the admin API (hashed), kept for you in context \"{CONTEXT}\""
        ));
        lines.push(format!(
            "context \"{CONTEXT}\" selected   mqtts://localhost:8883 as {first}"
        ));
        lines
    }
}

/// Writes a new certificate for the server, for the names that are given or, without any, for those it has.
pub(super) fn renew(folder: &Path, hostnames: &[String]) -> Result<Written, Error> {
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).map_err(|error| {
            Error::new(Exit::NotFound, format!("cannot read {}", folder.join(name).display()))
                .cause(error)
                .hint("`gmqtt init --secure` writes an authority; name its folder if it is elsewhere: gmqtt init FOLDER --renew")
        })
    };
    let authority = Pair {
        certificate: read("tls/ca.crt")?,
        key: read("tls/ca.key")?,
    };
    let names = match hostnames {
        [] => known_names(folder)?,
        named => names::of_server(named)?,
    };
    let server = certificates::server(&names, &authority, SystemTime::now())?;
    keep_server(folder, &server)?;
    Ok(Written {
        files: vec![folder.join("tls/server.crt"), folder.join("tls/server.key")],
        context: None,
        lines: vec![server_line(&names)],
        next: "a running broker takes it within seconds; see it with: gmqtt tls check".to_owned(),
    })
}

/// The names of the certificate that is there.
fn known_names(folder: &Path) -> Result<Vec<String>, Error> {
    let tls = gmqtt_config::Tls {
        cert: Some(folder.join("tls/server.crt")),
        key: Some(folder.join("tls/server.key")),
        ..gmqtt_config::Tls::default()
    };
    let report = TlsReport::of(&tls, SystemTime::now());
    let names = report.certificates.into_iter().next().map(|one| one.names);
    names.filter(|names| !names.is_empty()).ok_or_else(|| {
        Error::new(
            Exit::NotFound,
            "cannot tell the names for the new certificate",
        )
        .cause(format_args!(
            "{} has none",
            folder.join("tls/server.crt").display()
        ))
        .hint("name them: gmqtt init --renew --hostname NAME")
    })
}

fn keep_server(folder: &Path, server: &Pair) -> Result<(), Error> {
    // The key first: a broker that looks between the two finds a pair that does not fit, and keeps the one it has.
    keep(
        &folder.join("tls/server.key"),
        server.key.as_bytes(),
        PRIVATE,
    )?;
    keep(
        &folder.join("tls/server.crt"),
        server.certificate.as_bytes(),
        PUBLIC,
    )
}

fn server_line(names: &[String]) -> String {
    format!(
        "wrote tls/server.crt .key  {}, valid {SERVER_DAYS} days; renew: gmqtt init --renew",
        names.join(", ")
    )
}

/// Writes accounts with passwords of their own, and gives these back.
fn write_accounts(file: &Path, names: &[String]) -> Result<Vec<String>, Error> {
    let refused = |error: &dyn std::fmt::Display| {
        Error::new(Exit::Failed, format!("cannot write {}", file.display())).cause(error)
    };
    // What was there is replaced, as everything else.
    keep(file, b"", PRIVATE)?;
    let accounts = Accounts::open(file).map_err(|error| refused(&error))?;
    let mut passwords = Vec::new();
    for name in names {
        let password = password::generate()?;
        let change = AccountChange {
            password: Some(password.clone().into_bytes()),
            ..AccountChange::default()
        };
        accounts
            .set(name, change, &Auth::default())
            .map_err(|error| refused(&error))?;
        passwords.push(password);
    }
    Ok(passwords)
}

/// Writes a token that may everything through the admin API, hashed, and its secret to `kept`.
fn write_token(folder: &Path, kept: &Path) -> Result<(), Error> {
    let file = folder.join("tokens");
    let (secret, line) = gmqtt_admin::new_token_line(CONTEXT, gmqtt_admin_api::Role::Admin)
        .map_err(|why| Error::new(Exit::Failed, "cannot make a token").cause(why))?;
    keep(&file, line.as_bytes(), PRIVATE)?;
    keep(kept, format!("{secret}\n").as_bytes(), PRIVATE)
}

/// The rules: these accounts may do everything, `$SYS` included, which a leading wildcard leaves out.
fn rules(accounts: &[String]) -> String {
    let rule = AccessRule {
        allow: OneOrMany(vec![Action::All]),
        user: OneOrMany(accounts.to_vec()),
        topic: OneOrMany(vec!["#".to_owned(), "$SYS/#".to_owned()]),
        ..AccessRule::default()
    };
    AccessRule::write_all([&rule])
}

/// The socket of the admin API: in the folder, unless its path is too long for one.
fn socket(folder: &Path) -> Option<String> {
    let path = folder.join("admin.sock");
    let path = path.to_str()?;
    (path.len() <= LONGEST_SOCKET).then(|| path.to_owned())
}
