//! What is known of a method: its name, who may call it, and how it is reached over HTTP.

use prost_reflect::{DescriptorPool, MessageDescriptor, MethodDescriptor, ReflectMessage, Value};

use crate::Role;
use crate::generated::gmqtt::api::MethodRule;
use crate::generated::google::api::{HttpRule, http_rule};
use crate::path::{Pattern, PatternError};
use crate::services::Unmarked;

/// A method of the API, the same in gRPC and in REST.
#[derive(Debug, Clone)]
pub struct Method {
    pub(crate) descriptor: MethodDescriptor,
    path: String,
    role: Option<Role>,
    changes: bool,
    go_broker: bool,
    command: String,
    plain_fields: Vec<String>,
    bindings: Vec<Binding>,
}

/// One way to a method over HTTP.
#[derive(Debug, Clone)]
pub(crate) struct Binding {
    pub(crate) verb: http::Method,
    pub(crate) pattern: Pattern,
    /// Whether the body is the request message.
    pub(crate) body: bool,
}

/// Why a method cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{method}: {problem}")]
pub struct MethodError {
    /// The full name.
    pub method: String,
    /// What is wrong with its options.
    pub problem: MethodProblem,
}

/// What is wrong with a method's options.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MethodProblem {
    /// It says nothing of who may call it.
    #[error("it has no option (gmqtt.api.method)")]
    NoRule,
    /// Its path cannot be read.
    #[error("the path {path:?}: {error}")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        error: PatternError,
    },
    /// A field of its path is not a text of its request.
    #[error("the path field {0:?} is not a string of the request")]
    PathField(String),
    /// Its body is something else than the whole request.
    #[error("the body {0:?}: it is \"*\" or nothing")]
    Body(String),
    /// Its client streams.
    #[error("clients that stream cannot be served over HTTP")]
    ClientStreams,
}

impl Method {
    /// Reads the options of a method.
    pub(crate) fn read(
        descriptor: MethodDescriptor,
        unmarked: Unmarked,
    ) -> Result<Self, MethodError> {
        let path = format!(
            "/{}/{}",
            descriptor.parent_service().full_name(),
            descriptor.name()
        );
        Self::read_options(&descriptor, path, unmarked).map_err(|problem| MethodError {
            method: descriptor.full_name().to_owned(),
            problem,
        })
    }

    fn read_options(
        descriptor: &MethodDescriptor,
        path: String,
        unmarked: Unmarked,
    ) -> Result<Self, MethodProblem> {
        let rule: Option<MethodRule> = option(descriptor, "gmqtt.api.method");
        let role = match (&rule, unmarked) {
            (Some(rule), _) => Role::of_option(rule.role()),
            (None, Unmarked::For(role)) => Some(role),
            (None, Unmarked::Open) => None,
            (None, Unmarked::Mistake) => return Err(MethodProblem::NoRule),
        };
        let rule = rule.unwrap_or_default();
        let mut bindings = Vec::new();
        if let Some(http) = option::<HttpRule>(descriptor, "google.api.http") {
            if descriptor.is_client_streaming() {
                return Err(MethodProblem::ClientStreams);
            }
            let further = http.additional_bindings.iter();
            for one in std::iter::once(&http).chain(further) {
                bindings.extend(Binding::read(one, &descriptor.input())?);
            }
        }
        Ok(Self {
            descriptor: descriptor.clone(),
            path,
            role,
            changes: rule.changes,
            go_broker: rule.go_broker,
            command: rule.command,
            plain_fields: rule.plain_fields,
            bindings,
        })
    }

    /// The path of the gRPC call: `/gmqtt.admin.api.ClientService/Get`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The full name: `gmqtt.admin.api.ClientService.Get`.
    #[must_use]
    pub fn full_name(&self) -> &str {
        self.descriptor.full_name()
    }

    /// The role it needs; `None` if it is for everybody who reaches the endpoint.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        self.role
    }

    /// Whether it changes something, so that calling it is an event of the audit log.
    #[must_use]
    pub const fn changes(&self) -> bool {
        self.changes
    }

    /// Whether the broker in Go had its route.
    #[must_use]
    pub const fn go_broker(&self) -> bool {
        self.go_broker
    }

    /// The command of `gmqtt` that does the same, with its arguments in capitals; empty if there is none.
    #[must_use]
    pub fn command(&self) -> &str {
        &self.command
    }

    /// Whether it answers with a stream.
    #[must_use]
    pub fn streams(&self) -> bool {
        self.descriptor.is_server_streaming()
    }

    /// The methods and paths of HTTP that lead to it, as OpenAPI writes them: `GET`, `/v1/clients/{client_id}`.
    pub fn http_routes(&self) -> impl Iterator<Item = (&http::Method, String)> {
        self.bindings
            .iter()
            .map(|binding| (&binding.verb, binding.pattern.template()))
    }

    /// The fields that REST answers with unless all are asked for; none if there is no such choice.
    pub(crate) fn plain_fields(&self) -> &[String] {
        &self.plain_fields
    }

    pub(crate) fn bindings(&self) -> &[Binding] {
        &self.bindings
    }
}

impl Binding {
    fn read(rule: &HttpRule, input: &MessageDescriptor) -> Result<Option<Self>, MethodProblem> {
        use http_rule::Pattern as Verb;
        let (verb, path) = match &rule.pattern {
            None => return Ok(None),
            Some(Verb::Get(path)) => (http::Method::GET, path),
            Some(Verb::Put(path)) => (http::Method::PUT, path),
            Some(Verb::Post(path)) => (http::Method::POST, path),
            Some(Verb::Delete(path)) => (http::Method::DELETE, path),
            Some(Verb::Patch(path)) => (http::Method::PATCH, path),
        };
        let pattern = Pattern::parse(path).map_err(|error| MethodProblem::Path {
            path: path.clone(),
            error,
        })?;
        for name in pattern.fields() {
            let is_text = input.get_field_by_name(name).is_some_and(|field| {
                field.kind() == prost_reflect::Kind::String && !field.is_list()
            });
            if !is_text {
                return Err(MethodProblem::PathField(name.to_owned()));
            }
        }
        let body = match rule.body.as_str() {
            "" => false,
            "*" => true,
            other => return Err(MethodProblem::Body(other.to_owned())),
        };
        Ok(Some(Self {
            verb,
            pattern,
            body,
        }))
    }
}

/// An option of a method that is a message; `None` if it is not set.
fn option<T: prost::Message + Default>(method: &MethodDescriptor, name: &str) -> Option<T> {
    let pool: &DescriptorPool = method.parent_pool();
    let extension = pool.get_extension_by_name(name)?;
    let options = method.options();
    if !options.has_extension(&extension) {
        return None;
    }
    match options.get_extension(&extension).as_ref() {
        Value::Message(message) => message.transcode_to().ok(),
        _ => None,
    }
}

/// What the option of a field asks for; nothing if it has none.
pub(crate) fn field_rule(
    field: &prost_reflect::FieldDescriptor,
) -> crate::generated::gmqtt::api::FieldRule {
    let read = || {
        let extension = field
            .parent_pool()
            .get_extension_by_name("gmqtt.api.field")?;
        match field.options().get_extension(&extension).as_ref() {
            Value::Message(message) => {
                debug_assert_eq!(message.descriptor().name(), "FieldRule");
                message.transcode_to().ok()
            }
            _ => None,
        }
    };
    read().unwrap_or_default()
}
