//! How a method is reached over HTTP, read from its annotations.

use gmqtt_admin_api::pool;
use http::Method as Verb;
use prost_reflect::{DynamicMessage, FieldDescriptor, MethodDescriptor, Value};
use tonic::Status;

/// The first way to a method over HTTP.
pub(super) struct Route {
    pub(super) verb: Verb,
    /// As the annotation writes it: `/v1/clients/{client_id}`.
    pub(super) path: String,
    /// Whether the body is the request.
    pub(super) body: bool,
    /// Whether the broker in Go had it.
    pub(super) go_broker: bool,
}

/// The method of a gRPC call's path.
pub(super) fn method(path: &str) -> Result<MethodDescriptor, Status> {
    let find = || {
        let (service, method) = path.strip_prefix('/')?.split_once('/')?;
        let service = pool().get_service_by_name(service)?;
        service.methods().find(|one| one.name() == method)
    };
    find().ok_or_else(|| Status::unimplemented(format!("there is no method {path}")))
}

impl Route {
    pub(super) fn of(method: &MethodDescriptor) -> Result<Self, Status> {
        let none = || {
            let name = method.full_name();
            Status::unimplemented(format!("{name} cannot be reached over REST"))
        };
        let options = method.options();
        let rule = extension(&options, "google.api.http").ok_or_else(none)?;
        let verbs = [
            ("get", Verb::GET),
            ("put", Verb::PUT),
            ("post", Verb::POST),
            ("delete", Verb::DELETE),
            ("patch", Verb::PATCH),
        ];
        let mut found = verbs.into_iter().filter_map(|(name, verb)| {
            rule.has_field_by_name(name)
                .then(|| Some((verb, text(&rule, name)?)))?
        });
        let (verb, path) = found.next().ok_or_else(none)?;
        let ours = extension(&options, "gmqtt.api.method");
        Ok(Self {
            verb,
            path,
            body: text(&rule, "body").is_some_and(|body| !body.is_empty()),
            go_broker: ours.is_some_and(|ours| flag(&ours, "go_broker")),
        })
    }
}

/// Whether a field of a request stands in the query although the body is the request.
pub(super) fn in_query(field: &FieldDescriptor) -> bool {
    extension(&field.options(), "gmqtt.api.field").is_some_and(|rule| flag(&rule, "in_query"))
}

/// The highest number of a field of this request that the broker in Go knew; it ignored what came after in a query.
pub(super) fn known_in_go(message: &str) -> u32 {
    match message {
        "gmqtt.admin.api.ListClientRequest"
        | "gmqtt.admin.api.ListSubscriptionRequest"
        | "gmqtt.auth.api.ListAccountsRequest" => 2,
        _ => u32::MAX,
    }
}

fn extension(options: &DynamicMessage, name: &str) -> Option<DynamicMessage> {
    let extension = pool().get_extension_by_name(name)?;
    if !options.has_extension(&extension) {
        return None;
    }
    match options.get_extension(&extension).into_owned() {
        Value::Message(message) => Some(message),
        _ => None,
    }
}

fn text(message: &DynamicMessage, name: &str) -> Option<String> {
    message.get_field_by_name(name)?.as_str().map(str::to_owned)
}

fn flag(message: &DynamicMessage, name: &str) -> bool {
    let value = message.get_field_by_name(name);
    value.and_then(|value| value.as_bool()).unwrap_or_default()
}
