//! A method of HTTP on a path: its parameters, body and answers.

use prost_reflect::ServiceDescriptor;
use serde_json::{Value, json};

use super::comments::Comments;
use super::schema::Schemas;
use crate::method::{Binding, Method, field_rule};
use crate::query::is_parameter;

/// The statuses that any method may answer with. `default` stands for the rest.
const ERRORS: [&str; 8] = ["400", "401", "403", "404", "409", "429", "503", "default"];

pub(super) fn operation(
    method: &Method,
    binding: &Binding,
    schemas: &Schemas<'_>,
    comments: &Comments,
) -> Value {
    let descriptor = &method.descriptor;
    let text = comments.of(descriptor.parent_file().name(), descriptor.path());
    let (summary, description) = text.split_once("\n\n").unwrap_or((text, ""));
    let service = descriptor.parent_service();
    let mut operation = json!({
        "operationId": format!("{}_{}", service.name(), descriptor.name()),
        "tags": [tag(service)],
        "summary": summary.trim_end_matches('.'),
        "parameters": parameters(method, binding, schemas, comments),
        "responses": responses(method, schemas),
        "x-codeSamples": samples(method, binding),
        "x-gmqtt-grpc": method.path(),
    });
    if !description.is_empty() {
        operation["description"] = json!(description);
    }
    match method.role() {
        Some(role) => operation["x-gmqtt-role"] = json!(role.name()),
        None => operation["security"] = json!([]),
    }
    if method.streams() {
        operation["x-gmqtt-stream"] = json!(true);
    }
    if binding.body {
        let schema = schemas.request(&descriptor.input());
        operation["requestBody"] = json!({
            "required": schemas.has_required(&descriptor.input(), binding),
            "content": {"application/json": {"schema": schema}},
        });
    }
    operation
}

/// The word that the methods of a service stand under.
pub(super) fn tag(service: &ServiceDescriptor) -> String {
    let name = service.name();
    name.strip_suffix("Service").unwrap_or(name).to_owned()
}

fn parameters(
    method: &Method,
    binding: &Binding,
    schemas: &Schemas<'_>,
    comments: &Comments,
) -> Vec<Value> {
    let input = method.descriptor.input();
    let file = input.parent_file();
    let mut parameters = Vec::new();
    for name in binding.pattern.fields() {
        let field = input.get_field_by_name(name);
        let text = field.map_or("", |field| comments.of(file.name(), field.path()));
        parameters.push(json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": text,
            "schema": {"type": "string", "minLength": 1},
        }));
    }
    for field in input.fields().filter(|field| is_parameter(field, binding)) {
        let mut parameter = json!({
            "name": field.name(),
            "in": "query",
            "description": comments.of(file.name(), field.path()),
            "schema": schemas.parameter(&field),
        });
        if field_rule(&field).required {
            parameter["required"] = json!(true);
        }
        if field.is_list() {
            parameter["style"] = json!("form");
            parameter["explode"] = json!(true);
        }
        parameters.push(parameter);
    }
    if method.streams() && input.get_field_by_name("since_sequence").is_some() {
        parameters.push(json!({
            "name": "Last-Event-ID",
            "in": "header",
            "description": "The same as `since_sequence`, as browsers say it when they connect again.",
            "schema": {"type": "string", "pattern": "^[0-9]{1,19}$"},
        }));
    }
    if input.get_field_by_name("if_match").is_some() {
        parameters.push(json!({
            "name": "If-Match",
            "in": "header",
            "description": "The same as `if_match`.",
            "schema": {"type": "string"},
        }));
    }
    parameters
}

fn responses(method: &Method, schemas: &Schemas<'_>) -> Value {
    let schema = schemas.answer(&method.descriptor.output());
    let content = if method.streams() {
        json!({
            "text/event-stream": {"schema": schema},
            "application/x-ndjson": {"schema": schema},
        })
    } else {
        json!({"application/json": {"schema": schema}})
    };
    let mut responses = json!({
        "200": {
            "description": if method.streams() { "One message after the other" } else { "Done" },
            "headers": {
                "X-Request-Id": {"$ref": "#/components/headers/RequestId"},
                "X-Gmqtt-Version": {"$ref": "#/components/headers/Version"},
            },
            "content": content,
        },
    });
    for status in ERRORS {
        responses[status] = json!({"$ref": "#/components/responses/Error"});
    }
    responses
}

/// How the method is called from a shell.
fn samples(method: &Method, binding: &Binding) -> Value {
    let mut curl = String::from("curl");
    if method.streams() {
        curl.push_str(" -N");
    }
    if binding.verb != http::Method::GET && (binding.verb != http::Method::POST || !binding.body) {
        curl.push_str(&format!(" -X {}", binding.verb));
    }
    if binding.body {
        curl.push_str(" -d '{}'");
    }
    let path = binding.pattern.template().replace(['{', '}'], "");
    curl.push_str(&format!(" http://127.0.0.1:8083{path}"));
    let mut samples = vec![json!({"lang": "Shell", "label": "curl", "source": curl})];
    if !method.command().is_empty() {
        samples.push(json!({"lang": "Shell", "label": "gmqtt", "source": method.command()}));
    }
    json!(samples)
}

pub(super) fn headers() -> Value {
    json!({
        "RequestId": {
            "description": "The name of the request in logs; the caller's own `X-Request-Id` if it sent one.",
            "schema": {"type": "string"},
        },
        "Version": {
            "description": "The version of the broker.",
            "schema": {"type": "string"},
        },
    })
}

pub(super) fn error_response() -> Value {
    json!({
        "description": "It was refused or has failed",
        "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}},
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Error"}},
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        },
    })
}
