//! The OpenAPI 3.1 document, made from the descriptors of the services that are served: what is in it is there.

mod comments;
mod operation;
mod schema;

use serde_json::{Map, Value, json};

use crate::openapi::comments::Comments;
use crate::openapi::schema::Schemas;
use crate::{Api, MAX_MESSAGE_BYTES, Reason};

/// The document for these services. `version` is the broker's.
#[must_use]
pub fn openapi(api: &Api, version: &str) -> Value {
    let comments = Comments::read(api.pool());
    let schemas = Schemas::new(api, &comments);
    let mut paths: Map<String, Value> = Map::new();
    for method in api.methods() {
        for binding in method.bindings() {
            let path = paths
                .entry(binding.pattern.template())
                .or_insert_with(|| json!({}));
            let verb = binding.verb.as_str().to_ascii_lowercase();
            path[verb] = operation::operation(method, binding, &schemas, &comments);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "gmqtt admin API",
            "version": version,
            "summary": "Look at a broker and change what it does",
            "description": description(),
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": tags(api, &comments),
        "paths": paths,
        "security": [{"bearer": []}, {"basic": []}, {"certificate": []}, {}],
        "components": {
            "schemas": schemas.components(),
            "responses": {"Error": operation::error_response()},
            "headers": operation::headers(),
            "securitySchemes": security_schemes(),
        },
    })
}

fn tags(api: &Api, comments: &Comments) -> Vec<Value> {
    let services = api.services().iter();
    services
        .filter_map(|name| api.pool().get_service_by_name(name))
        .filter(|service| {
            let mut methods = api.methods().iter();
            methods.any(|method| {
                method.descriptor.parent_service() == service && !method.bindings().is_empty()
            })
        })
        .map(|service| {
            let file = service.parent_file();
            json!({
                "name": operation::tag(&service),
                "description": comments.of(file.name(), service.path()),
            })
        })
        .collect()
}

fn security_schemes() -> Value {
    json!({
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made with `gmqtt tokens create`.",
        },
        "basic": {
            "type": "http",
            "scheme": "basic",
            "description": "A token as the password, whatever the user name; over TLS or on loopback.",
        },
        "certificate": {
            "type": "mutualTLS",
            "description": "A client certificate whose name the configuration maps to a role.",
        },
    })
}

fn description() -> String {
    let mut reasons = String::new();
    for reason in Reason::ALL {
        let status = crate::answer::http_status(reason.code(), reason.name()).as_u16();
        reasons.push_str(&format!(
            "| `{}` | {status} | {} |\n",
            reason.name(),
            reason.meaning()
        ));
    }
    format!(
        "Every method is there in gRPC and in REST. Names in JSON are in snake_case; camelCase is read too. Integers of 64 bits \
         are strings, bytes are base64, times are RFC 3339. Fields with default values are written, messages that are not set \
         are left out. Bodies have at most {MAX_MESSAGE_BYTES} bytes.\n\n\
         ## Streams\n\n\
         A stream is answered as `text/event-stream`, or line by line with `Accept: application/x-ndjson`. `Last-Event-ID` goes \
         on after the event of that id.\n\n\
         ## Filters\n\n\
         `connected=false AND queue_len>100`, `client_id:\"sensor-*\"`, `remote_addr:10.0.0.0/8`, `connected_at<-1h`, \
         `inflight_len=max_inflight`, `NOT (version=3 OR version=4)`, or a word to look for. AND and OR side by side need \
         parentheses.\n\n\
         ## Errors\n\n\
         The body is `{{\"code\", \"message\", \"details\"}}`; with `Accept: application/problem+json` it is that of RFC 9457. \
         `details` always holds a `google.rpc.ErrorInfo` with one of these reasons:\n\n\
         | reason | status | meaning |\n|---|---|---|\n{reasons}"
    )
}
