//! The OpenAPI document: it is written down, it is made of what is served, and its parts fit together.

use std::collections::BTreeSet;

use gmqtt_admin_api::{Services, openapi};
use serde_json::Value;

use crate::{every_service, fake, written};

fn document() -> Value {
    openapi(&every_service::api(), "VERSION")
}

#[test]
fn the_document_is_fresh() {
    let text = serde_json::to_string_pretty(&document()).expect("a document");
    written::check("openapi.json", &(text + "\n"));
}

#[test]
fn only_what_is_served_is_described() {
    let mut services = Services::new();
    fake::register(&mut services);
    let some = openapi(&services.build().expect("services"), "0");
    assert!(some["paths"]["/v1/clients"]["get"].is_object());
    assert!(some["paths"]["/v1/acl"].is_null());
    assert!(some["components"]["schemas"]["AclRule"].is_null());
}

/// Every reference leads somewhere, every schema is referred to, every operation has a name of its own.
#[test]
fn the_parts_fit_together() {
    let document = document();
    let text = document.to_string();
    let mut referred = BTreeSet::new();
    for part in text.split("\"$ref\":\"#/").skip(1) {
        let path = part.split('"').next().expect("a reference");
        let pointer = format!("/{path}");
        assert!(document.pointer(&pointer).is_some(), "{path} leads nowhere");
        referred.insert(path.to_owned());
    }
    let schemas = document["components"]["schemas"]
        .as_object()
        .expect("schemas");
    for name in schemas.keys() {
        let path = format!("components/schemas/{name}");
        assert!(referred.contains(&path), "nothing refers to {name}");
    }
    let mut ids = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for operation in operations.as_object().expect("operations").values() {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
            let parameters = operation["parameters"].as_array().expect("parameters");
            let in_path: BTreeSet<_> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| format!("{{{}}}", parameter["name"].as_str().expect("a name")))
                .collect();
            let named: BTreeSet<_> = path
                .match_indices('{')
                .map(|(at, _)| {
                    path[at..]
                        .split_inclusive('}')
                        .next()
                        .expect("a name")
                        .to_owned()
                })
                .collect();
            assert_eq!(in_path, named, "{id}");
        }
    }
}

/// What is asked and what is answered of one message are two schemas.
#[test]
fn requests_and_answers_are_described_as_they_are_read_and_written() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let asked = &schemas["SubscriptionInput"];
    assert_eq!(asked["additionalProperties"], false);
    assert_eq!(asked["required"], serde_json::json!(["topic_name"]));
    assert_eq!(asked["properties"]["qos"]["maximum"], 2);
    assert_eq!(
        asked["properties"]["qos"]["type"],
        serde_json::json!(["integer", "string", "null"])
    );
    // Null is said once, also of messages that are text.
    assert_eq!(
        schemas["AddBanRequest"]["properties"]["duration"]["type"],
        serde_json::json!(["string", "null"])
    );
    // A list with `fields` leaves out the rest, so that nothing is required.
    assert!(schemas["Client"]["required"].is_null());
    assert_eq!(
        schemas["Client"]["properties"]["message_dropped"]["type"],
        "string"
    );
    assert_eq!(
        schemas["Client"]["properties"]["connected_at"]["format"],
        "date-time"
    );
    assert_eq!(schemas["ListClientResponse"]["required"][0], "clients");
    // What is in the path is not in the body.
    assert!(schemas["PatchAccountRequest"]["properties"]["username"].is_null());
    assert_eq!(
        schemas["PatchAccountRequest"]["properties"]["password"]["writeOnly"],
        true
    );
    let list = &document["paths"]["/v1/clients"]["get"];
    assert_eq!(list["x-gmqtt-role"], "viewer");
    assert_eq!(list["x-codeSamples"][1]["source"], "gmqtt clients list");
    let watch = &document["paths"]["/v1/events"]["get"];
    assert!(watch["responses"]["200"]["content"]["text/event-stream"].is_object());
}
