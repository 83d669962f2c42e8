//! The names and numbers of the API may be added to and never change: `contract.txt` lists them all, and the table below has those
//! of the broker in Go, written from its description.

use std::collections::BTreeSet;

use gmqtt_admin_api::Role;
use prost_reflect::{Kind, MessageDescriptor};

use crate::{every_service, written};

/// Message, then fields as `name=number type`.
const GO: &[(&str, &str)] = &[
    (
        "gmqtt.admin.api.ListClientRequest",
        "page_size=1 uint32, page=2 uint32",
    ),
    (
        "gmqtt.admin.api.ListClientResponse",
        "clients=1 repeated Client, total_count=2 uint32",
    ),
    ("gmqtt.admin.api.GetClientRequest", "client_id=1 string"),
    ("gmqtt.admin.api.GetClientResponse", "client=1 Client"),
    (
        "gmqtt.admin.api.DeleteClientRequest",
        "client_id=1 string, clean_session=2 bool",
    ),
    (
        "gmqtt.admin.api.Client",
        "client_id=1 string, username=2 string, keep_alive=3 int32, version=4 int32, remote_addr=5 string, \
      local_addr=6 string, connected_at=7 Timestamp, disconnected_at=8 Timestamp, session_expiry=9 uint32, max_inflight=10 uint32, \
      inflight_len=11 uint32, max_queue=12 uint32, queue_len=13 uint32, subscriptions_current=14 uint32, subscriptions_total=15 uint32, \
      packets_received_bytes=16 uint64, packets_received_nums=17 uint64, packets_send_bytes=18 uint64, packets_send_nums=19 uint64, \
      message_dropped=20 uint64",
    ),
    (
        "gmqtt.admin.api.ListSubscriptionRequest",
        "page_size=1 uint32, page=2 uint32",
    ),
    (
        "gmqtt.admin.api.ListSubscriptionResponse",
        "subscriptions=1 repeated Subscription, total_count=2 uint32",
    ),
    (
        "gmqtt.admin.api.FilterSubscriptionRequest",
        "client_id=1 string, filter_type=2 string, match_type=3 SubMatchType, topic_name=4 string, limit=5 int32",
    ),
    (
        "gmqtt.admin.api.FilterSubscriptionResponse",
        "subscriptions=1 repeated Subscription",
    ),
    (
        "gmqtt.admin.api.SubscribeRequest",
        "client_id=1 string, subscriptions=2 repeated Subscription",
    ),
    ("gmqtt.admin.api.SubscribeResponse", "new=1 repeated bool"),
    (
        "gmqtt.admin.api.UnsubscribeRequest",
        "client_id=1 string, topics=2 repeated string",
    ),
    (
        "gmqtt.admin.api.Subscription",
        "topic_name=1 string, id=2 uint32, qos=3 uint32, no_local=4 bool, retain_as_published=5 bool, \
      retain_handling=6 uint32, client_id=7 string",
    ),
    (
        "gmqtt.admin.api.PublishRequest",
        "topic_name=1 string, payload=2 string, qos=3 uint32, retained=4 bool, content_type=5 string, \
      correlation_data=6 string, message_expiry=7 uint32, payload_format=8 uint32, response_topic=9 string, user_properties=10 repeated UserProperties",
    ),
    ("gmqtt.admin.api.UserProperties", "K=1 bytes, V=2 bytes"),
    (
        "gmqtt.auth.api.ListAccountsRequest",
        "page_size=1 uint32, page=2 uint32",
    ),
    (
        "gmqtt.auth.api.ListAccountsResponse",
        "accounts=1 repeated Account, total_count=2 uint32",
    ),
    ("gmqtt.auth.api.GetAccountRequest", "username=1 string"),
    ("gmqtt.auth.api.GetAccountResponse", "account=1 Account"),
    (
        "gmqtt.auth.api.UpdateAccountRequest",
        "username=1 string, password=2 string",
    ),
    ("gmqtt.auth.api.DeleteAccountRequest", "username=1 string"),
    (
        "gmqtt.auth.api.Account",
        "username=1 string, password=2 string",
    ),
    (
        "gmqtt.federation.api.JoinRequest",
        "hosts=1 repeated string",
    ),
    (
        "gmqtt.federation.api.ForceLeaveRequest",
        "node_name=1 string",
    ),
    (
        "gmqtt.federation.api.ListMembersResponse",
        "members=1 repeated Member",
    ),
    (
        "gmqtt.federation.api.Member",
        "name=1 string, addr=2 string, tags=3 map<string,string>, status=4 Status",
    ),
];

/// Enum, then its values in the order of their numbers.
const GO_ENUMS: &[(&str, &[&str])] = &[
    (
        "gmqtt.admin.api.SubFilterType",
        &[
            "SUB_FILTER_TYPE_SYS_UNSPECIFIED",
            "SUB_FILTER_TYPE_SYS",
            "SUB_FILTER_TYPE_SHARED",
            "SUB_FILTER_TYPE_NON_SHARED",
        ],
    ),
    (
        "gmqtt.admin.api.SubMatchType",
        &[
            "SUB_MATCH_TYPE_MATCH_UNSPECIFIED",
            "SUB_MATCH_TYPE_MATCH_NAME",
            "SUB_MATCH_TYPE_MATCH_FILTER",
        ],
    ),
    (
        "gmqtt.federation.api.Status",
        &[
            "STATUS_UNSPECIFIED",
            "STATUS_ALIVE",
            "STATUS_LEAVING",
            "STATUS_LEFT",
            "STATUS_FAILED",
        ],
    ),
];

/// Method of HTTP, path, gRPC method.
const GO_ROUTES: &[(&str, &str, &str)] = &[
    ("GET", "/v1/clients", "gmqtt.admin.api.ClientService.List"),
    (
        "GET",
        "/v1/clients/{client_id}",
        "gmqtt.admin.api.ClientService.Get",
    ),
    (
        "DELETE",
        "/v1/clients/{client_id}",
        "gmqtt.admin.api.ClientService.Delete",
    ),
    (
        "GET",
        "/v1/subscriptions",
        "gmqtt.admin.api.SubscriptionService.List",
    ),
    (
        "GET",
        "/v1/filter_subscriptions",
        "gmqtt.admin.api.SubscriptionService.Filter",
    ),
    (
        "POST",
        "/v1/subscribe",
        "gmqtt.admin.api.SubscriptionService.Subscribe",
    ),
    (
        "POST",
        "/v1/unsubscribe",
        "gmqtt.admin.api.SubscriptionService.Unsubscribe",
    ),
    (
        "POST",
        "/v1/publish",
        "gmqtt.admin.api.PublishService.Publish",
    ),
    ("GET", "/v1/accounts", "gmqtt.auth.api.AccountService.List"),
    (
        "GET",
        "/v1/accounts/{username}",
        "gmqtt.auth.api.AccountService.Get",
    ),
    (
        "POST",
        "/v1/accounts/{username}",
        "gmqtt.auth.api.AccountService.Update",
    ),
    (
        "DELETE",
        "/v1/accounts/{username}",
        "gmqtt.auth.api.AccountService.Delete",
    ),
    (
        "POST",
        "/v1/federation/join",
        "gmqtt.federation.api.Membership.Join",
    ),
    (
        "POST",
        "/v1/federation/leave",
        "gmqtt.federation.api.Membership.Leave",
    ),
    (
        "POST",
        "/v1/federation/force_leave",
        "gmqtt.federation.api.Membership.ForceLeave",
    ),
    (
        "GET",
        "/v1/federation/members",
        "gmqtt.federation.api.Membership.ListMembers",
    ),
];

fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::Message(message) if message.is_map_entry() => {
            let key = type_of(&message.map_entry_key_field().kind());
            let value = type_of(&message.map_entry_value_field().kind());
            format!("map<{key},{value}>")
        }
        Kind::Message(message) => message.name().to_owned(),
        Kind::Enum(names) => names.name().to_owned(),
        scalar => format!("{scalar:?}").to_lowercase(),
    }
}

fn fields(message: &MessageDescriptor) -> Vec<String> {
    let fields = message.fields();
    fields
        .map(|field| {
            let repeated = if field.is_list() { "repeated " } else { "" };
            let type_name = type_of(&field.kind());
            format!("{}={} {repeated}{type_name}", field.name(), field.number())
        })
        .collect()
}

#[test]
fn the_messages_of_the_broker_in_go_have_their_names_and_numbers() {
    let pool = gmqtt_admin_api::pool();
    for (name, expected) in GO {
        let message = pool.get_message_by_name(name).expect(name);
        let fields = fields(&message);
        for expected in expected
            .split(',')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(",")
            .replace("map<string,string>", "map<string;string>")
            .split(',')
        {
            let expected = expected.replace(';', ",");
            assert!(
                fields.contains(&expected),
                "{name}: {expected} is not among {fields:?}"
            );
        }
    }
    for (name, expected) in GO_ENUMS {
        let values = pool.get_enum_by_name(name).expect(name);
        let names: Vec<_> = values
            .values()
            .map(|value| value.name().to_owned())
            .collect();
        assert_eq!(&names[..expected.len()], *expected);
        assert!(
            values
                .values()
                .zip(0..)
                .all(|(value, number)| value.number() == number)
        );
    }
}

#[test]
fn the_routes_of_the_broker_in_go_lead_where_they_did() {
    let api = every_service::api();
    let routes: Vec<_> = api
        .methods()
        .iter()
        .filter(|method| method.go_broker())
        .flat_map(|method| {
            let routes = method.http_routes();
            routes.map(|(verb, path)| (verb.to_string(), path, method.full_name().to_owned()))
        })
        .collect();
    let mut expected: Vec<_> = GO_ROUTES
        .iter()
        .map(|(verb, path, method)| (verb.to_string(), path.to_string(), method.to_string()))
        .collect();
    let mut routes = routes;
    routes.sort();
    expected.sort();
    assert_eq!(routes, expected);
}

/// What was there stays: no line of `contract.txt` may go or change, which the comparison shows in a review.
#[test]
fn the_contract_is_written_down() {
    let pool = gmqtt_admin_api::pool();
    let mut lines = BTreeSet::new();
    let ours = |name: &str| name.starts_with("gmqtt.");
    for message in pool
        .all_messages()
        .filter(|one| ours(one.full_name()) && !one.is_map_entry())
    {
        lines.insert(message.full_name().to_owned());
        lines.extend(
            fields(&message)
                .into_iter()
                .map(|field| format!("{} {field}", message.full_name())),
        );
    }
    for names in pool.all_enums().filter(|one| ours(one.full_name())) {
        lines.extend(
            names
                .values()
                .map(|value| format!("{} {}={}", names.full_name(), value.name(), value.number())),
        );
    }
    for method in every_service::api().methods() {
        let role = method.role().map_or("everybody", Role::name);
        let stream = if method.streams() { " stream" } else { "" };
        for (verb, path) in method.http_routes() {
            lines.insert(format!(
                "{} {verb} {path} {role}{stream}",
                method.full_name()
            ));
        }
    }
    let text: Vec<_> = lines.into_iter().map(|line| line + "\n").collect();
    written::check("contract.txt", &text.concat());
}

#[test]
fn methods_say_of_themselves_what_their_routes_do() {
    let api = every_service::api();
    for method in api.methods() {
        let name = method.full_name();
        assert!(method.role().is_some(), "{name} is for everybody");
        for (verb, path) in method.http_routes() {
            let reads = *verb == http::Method::GET;
            let tests = path.ends_with(":test") || path.ends_with(":verify");
            assert_eq!(method.changes(), !reads && !tests, "{name}");
            let hidden = method.role() == Some(Role::Viewer) && method.changes();
            assert!(!hidden, "{name} changes something and is for viewers");
        }
        assert!(method.http_routes().count() > 0, "{name} has no route");
        assert_eq!(
            api.method(method.path()).map(|found| found.full_name()),
            Some(name)
        );
    }
}

#[test]
fn everything_is_explained() {
    let pool = gmqtt_admin_api::pool();
    let document = gmqtt_admin_api::openapi(&every_service::api(), "0");
    let mut silent = Vec::new();
    for (name, schema) in document["components"]["schemas"]
        .as_object()
        .expect("schemas")
    {
        let described = |value: &serde_json::Value| {
            value["description"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        };
        let fields = schema["properties"].as_object().into_iter().flatten();
        if name != "Problem" && name != "Error" {
            silent.extend(
                fields
                    .filter(|(_, field)| !described(field))
                    .map(|(field, _)| format!("{name}.{field}")),
            );
            silent.extend((!described(schema)).then(|| name.clone()));
        }
    }
    assert!(silent.is_empty(), "no comment: {silent:?}");
    assert!(pool.services().len() > 10);
}
