//! Filters, orders and pages, over things that are made up.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use gmqtt_admin_api::list::{
    Field, FieldKind, FieldValue, Fields, Filter, ListArguments, ListQuery, MAX_FILTER_TERMS,
    Order, PageToken,
};
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq)]
struct Thing {
    client_id: String,
    username: String,
    queue_len: u32,
    max_queue: u32,
    connected: bool,
    connected_at: Option<SystemTime>,
    remote_addr: Option<IpAddr>,
}

impl Fields for Thing {
    const FIELDS: &'static [Field] = &[
        Field::searched("client_id", FieldKind::Text),
        Field::searched("username", FieldKind::Text),
        Field::new("queue_len", FieldKind::Number).also("waiting"),
        Field::new("max_queue", FieldKind::Number),
        Field::new("connected", FieldKind::Flag),
        Field::new("connected_at", FieldKind::Time),
        Field::searched("remote_addr", FieldKind::Address),
    ];

    fn value(&self, field: usize) -> Option<FieldValue<'_>> {
        Some(match field {
            0 => FieldValue::Text(&self.client_id),
            1 => FieldValue::Text(&self.username),
            2 => FieldValue::Number(f64::from(self.queue_len)),
            3 => FieldValue::Number(f64::from(self.max_queue)),
            4 => FieldValue::Flag(self.connected),
            5 => FieldValue::Time(self.connected_at?),
            _ => FieldValue::Address(self.remote_addr?),
        })
    }
}

/// 2026-11-23T00:00:00Z.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_392_000)
}

fn thing() -> Thing {
    Thing {
        client_id: "sensor-1".to_owned(),
        username: "Bob".to_owned(),
        queue_len: 150,
        max_queue: 1000,
        connected: false,
        connected_at: Some(now() - Duration::from_secs(7200)),
        remote_addr: Some(IpAddr::from([10, 0, 4, 17])),
    }
}

fn fits(filter: &str) -> bool {
    Filter::parse::<Thing>(filter, now())
        .unwrap_or_else(|error| panic!("{filter}: {error}"))
        .fits(&thing())
}

#[test]
fn filters_say_what_they_mean() {
    for (filter, expected) in [
        ("", true),
        ("  ", true),
        ("connected=false AND queue_len>100", true),
        ("connected=false AND queue_len>150", false),
        ("waiting>100", true),
        ("max_queue>waiting", true),
        ("connected=true OR queue_len>=150", true),
        ("connected=false queue_len<100", false),
        ("NOT connected=true", true),
        ("-connected=false", false),
        ("NOT NOT connected=false", true),
        ("NOT (connected=true OR queue_len=150)", false),
        (
            "(connected=true OR queue_len=150) AND (username=\"Bob\")",
            true,
        ),
        ("connected=true OR (queue_len=150 AND username=Bob)", true),
        ("client_id:\"sensor-*\"", true),
        ("client_id:sensor-*", true),
        ("client_id:sensor", false),
        ("client_id=sensor-*", false),
        ("client_id!=x", true),
        ("client_id<t", true),
        ("remote_addr:10.0.0.0/8", true),
        ("NOT remote_addr:10.0.0.0/8", false),
        ("remote_addr=10.0.4.17", true),
        ("connected_at<-1h", true),
        ("connected_at<-3h", false),
        ("connected_at>-2h30m", true),
        ("connected_at<=2026-11-22T22:00:00Z", true),
        ("connected_at:*", true),
        ("queue_len=max_queue", false),
        ("queue_len<max_queue", true),
        ("sens", true),
        ("bob", true),
        ("10.0.4", true),
        ("\"sensor-1\"", true),
        ("s*1", true),
        ("nobody", false),
        ("nobody OR bob", true),
        ("NOT nobody", true),
        ("username='B\\ob'", true),
    ] {
        assert_eq!(fits(filter), expected, "{filter}");
    }
}

#[test]
fn what_has_no_value_is_unlike_any() {
    let away = Thing {
        connected_at: None,
        remote_addr: None,
        ..thing()
    };
    for (filter, expected) in [
        ("connected_at:*", false),
        ("connected_at<-1h", false),
        ("connected_at>=-1h", false),
        ("connected_at!=2026-11-22T22:00:00Z", true),
        ("remote_addr:0.0.0.0/0", false),
    ] {
        let parsed = Filter::parse::<Thing>(filter, now()).unwrap();
        assert_eq!(parsed.fits(&away), expected, "{filter}");
    }
}

/// Filters, where they are wrong, and what is wrong with them.
const UNREADABLE: &[(&str, usize, &str)] = &[
    (
        "queue>1",
        0,
        "unknown field \"queue\" (did you mean queue_len?)",
    ),
    (
        "a=1",
        0,
        "unknown field \"a\" (there are client_id, username, queue_len, max_queue, connected, connected_at, remote_addr)",
    ),
    (
        "connected=false AND",
        19,
        "it ends where a comparison is expected",
    ),
    (
        "connected=false AND OR x",
        20,
        "a comparison is expected here",
    ),
    ("connected=", 10, "connected is compared with nothing"),
    (
        "queue_len>many",
        10,
        "queue_len is a number, \"many\" is not",
    ),
    ("queue_len>NaN", 10, "queue_len is a number, \"NaN\" is not"),
    (
        "connected=yes",
        10,
        "connected is true or false, \"yes\" is not",
    ),
    (
        "connected_at<1h",
        13,
        "connected_at is a time, \"1h\" is not",
    ),
    (
        "queue_len=connected",
        10,
        "queue_len cannot be compared with connected",
    ),
    (
        "remote_addr:10.0.0.0/40",
        12,
        "\"10.0.0.0/40\" is neither an address nor a network as in 10.0.0.0/8",
    ),
    (
        "remote_addr>10.0.0.0",
        12,
        "remote_addr is an address: compare it with `:`, or put NOT before it",
    ),
    (
        "connected=true OR queue_len>1 AND bob",
        30,
        "AND and OR side by side need parentheses",
    ),
    (
        "connected=true or bob",
        15,
        "write OR in capitals, or \"or\" in quotes to look for it",
    ),
    ("(bob", 4, "a parenthesis has no end"),
    ("bob)", 3, "a parenthesis has no beginning"),
    ("()", 1, "a comparison is expected here"),
    ("=1", 0, "a comparison is expected here"),
    ("username=\"x", 9, "the quote \" has no end"),
    ("queue_len==1", 10, "'=' has no value before it"),
];

#[test]
fn filters_that_cannot_be_read_are_explained() {
    for &(filter, at, problem) in UNREADABLE {
        let error = Filter::parse::<Thing>(filter, now()).unwrap_err();
        assert_eq!(
            (error.at, error.problem.as_str()),
            (at, problem),
            "{filter}"
        );
    }
    let many = vec!["bob"; MAX_FILTER_TERMS + 1].join(" ");
    assert!(Filter::parse::<Thing>(&many, now()).is_err());
    let most = vec!["bob"; MAX_FILTER_TERMS].join(" ");
    assert!(Filter::parse::<Thing>(&most, now()).unwrap().fits(&thing()));
    // As deep as a filter can be, without recursion.
    let deep = format!("{}bob{}", "(".repeat(2000), ")".repeat(2000));
    assert!(Filter::parse::<Thing>(&deep, now()).unwrap().fits(&thing()));
}

#[test]
fn an_error_becomes_a_status_that_names_the_argument() {
    let error = Filter::parse::<Thing>("queue>1", now()).unwrap_err();
    let status = tonic::Status::from(error);
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    assert_eq!(
        status.message(),
        "invalid filter: unknown field \"queue\" (did you mean queue_len?)"
    );
}

#[test]
fn orders_that_cannot_be_read_are_explained() {
    for (order, problem) in [
        ("queue", "unknown field \"queue\" (did you mean queue_len?)"),
        ("queue_len,-queue_len", "queue_len is there twice"),
        (
            "queue_len,",
            "unknown field \"\" (there are client_id, username, queue_len, max_queue, connected, connected_at, remote_addr)",
        ),
    ] {
        let error = Order::parse::<Thing>(order).unwrap_err();
        assert_eq!(error.problem, problem, "{order}");
    }
    assert_eq!(
        Order::parse::<Thing>("-queue_len, client_id").unwrap(),
        Order::parse::<Thing>("queue_len desc").unwrap()
    );
}

fn things(count: u32) -> Vec<Thing> {
    (0..count)
        .map(|number| Thing {
            client_id: format!("c{number:03}"),
            queue_len: number * 7 % 5,
            connected: number % 2 == 0,
            connected_at: (number % 3 != 0).then(|| now() + Duration::from_nanos(number.into())),
            ..thing()
        })
        .collect()
}

/// The names of all pages, one after the other.
fn walk(all: &[Thing], arguments: ListArguments<'_>) -> Vec<String> {
    let (mut names, mut token) = (Vec::new(), String::new());
    loop {
        let arguments = ListArguments {
            page_token: &token,
            ..arguments
        };
        let query = ListQuery::read::<Thing>(&arguments, now()).expect("a list");
        let page = query.select(all.iter().cloned());
        assert_eq!(
            page.total as usize,
            all.iter().filter(|one| query.filter().fits(*one)).count()
        );
        names.extend(page.things.into_iter().map(|thing| thing.client_id));
        token = page.next_page_token;
        if token.is_empty() {
            return names;
        }
    }
}

#[test]
fn pages_by_number_are_those_of_the_old_api() {
    let all = things(45);
    let page = |page: u32, page_size: u32| {
        let arguments = ListArguments {
            page,
            page_size,
            ..ListArguments::default()
        };
        ListQuery::read::<Thing>(&arguments, now())
            .unwrap()
            .select(all.clone())
    };
    assert_eq!(page(0, 0).things, page(1, 20).things);
    assert_eq!(page(0, 0).things.len(), 20);
    assert_eq!(page(3, 20).things[0].client_id, "c040");
    assert_eq!(
        (page(3, 20).things.len(), page(3, 20).next_page_token),
        (5, String::new())
    );
    assert_eq!((page(9, 20).things.len(), page(9, 20).total), (0, 45));
    assert_eq!(page(u32::MAX, u32::MAX).things.len(), 0);
    assert_eq!(page(1, u32::MAX).things.len(), 45);
}

#[test]
fn a_list_can_be_counted() {
    let arguments = ListArguments {
        count_only: true,
        filter: "connected=true",
        ..ListArguments::default()
    };
    let page = ListQuery::read::<Thing>(&arguments, now())
        .unwrap()
        .select(things(9));
    assert_eq!(
        (page.things.len(), page.total, page.next_page_token.as_str()),
        (0, 5, "")
    );
}

#[test]
fn a_token_is_of_one_list() {
    let arguments = ListArguments {
        page_size: 2,
        filter: "connected=true",
        ..ListArguments::default()
    };
    let token = ListQuery::read::<Thing>(&arguments, now())
        .unwrap()
        .select(things(9))
        .next_page_token;
    for other in [
        ListArguments {
            page_token: &token,
            ..ListArguments::default()
        },
        ListArguments {
            page_token: &token,
            order_by: "-queue_len",
            ..arguments
        },
        ListArguments {
            page_token: &token,
            page: 2,
            ..arguments
        },
        ListArguments {
            page_token: &token[1..],
            ..arguments
        },
        ListArguments {
            page_token: "%",
            ..arguments
        },
    ] {
        let error = ListQuery::read::<Thing>(&other, now()).unwrap_err();
        assert_eq!(error.argument, "page_token");
    }
    // The size of the page may change on the way.
    let other = ListArguments {
        page_token: &token,
        page_size: 5,
        ..arguments
    };
    assert!(ListQuery::read::<Thing>(&other, now()).is_ok());
}

/// So that whoever asks for connected clients waits for no others to be looked at.
#[test]
fn filters_say_what_they_imply() {
    let implies = |filter| {
        let filter = Filter::parse::<Thing>(filter, now()).unwrap();
        filter.implies::<Thing>("connected")
    };
    for filter in [
        "connected=true",
        "bob connected:true queue_len>5",
        "(connected=true AND bob) OR (connected=true AND NOT bob)",
    ] {
        assert!(implies(filter), "{filter}");
    }
    for filter in [
        "",
        "bob",
        "connected=false",
        "NOT connected=true",
        "connected!=true",
        "connected=true OR bob",
        "NOT (connected=true AND bob)",
    ] {
        assert!(!implies(filter), "{filter}");
    }
}

proptest! {
    /// Page by page, everything comes once, in the order it has as a whole.
    #[test]
    fn pages_make_up_the_list(count in 0..60_u32, page_size in 1..20_u32, order in 0..4_usize, filter in 0..3_usize) {
        let order_by = ["", "-queue_len", "connected desc,queue_len", "connected_at,-client_id"][order];
        let filter = ["", "connected=true", "queue_len>1 OR connected=false"][filter];
        let all = things(count);
        let parsed = Filter::parse::<Thing>(filter, now()).unwrap();
        let mut sorted: Vec<_> = all.iter().filter(|one| parsed.fits(*one)).cloned().collect();
        let by = Order::parse::<Thing>(order_by).unwrap();
        sorted.sort_by(|a, b| by.compare(a, b));
        let expected: Vec<_> = sorted.into_iter().map(|thing| thing.client_id).collect();
        let arguments = ListArguments { filter, order_by, page_size, ..ListArguments::default() };
        prop_assert_eq!(walk(&all, arguments), expected);
    }

    /// Things that come and go between two pages do not make others come twice or not at all.
    #[test]
    fn churn_shifts_nothing(gone in proptest::collection::vec(0..50_u32, 0..20), size in 1..10_u32) {
        let before = things(50);
        let arguments = ListArguments { page_size: size, ..ListArguments::default() };
        let first = ListQuery::read::<Thing>(&arguments, now()).unwrap().select(before.clone());
        let seen = first.things.last().unwrap().client_id.clone();
        let after: Vec<_> = before
            .into_iter()
            .filter(|thing| !gone.iter().any(|number| thing.client_id == format!("c{number:03}")))
            .chain(things(50).into_iter().map(|thing| Thing { client_id: format!("{}x", thing.client_id), ..thing }))
            .collect();
        let expected: Vec<_> = {
            let mut names: Vec<_> = after.iter().map(|thing| thing.client_id.clone()).filter(|name| *name > seen).collect();
            names.sort();
            names
        };
        let token = first.next_page_token;
        let rest = ListArguments { page_token: &token, page_size: 10_000, ..arguments };
        let page = ListQuery::read::<Thing>(&rest, now()).unwrap().select(after);
        let names: Vec<_> = page.things.into_iter().map(|thing| thing.client_id).collect();
        prop_assert_eq!(names, expected);
    }

    #[test]
    fn no_filter_stops_the_parser(text in "[a-z_=<>!:()\"' \\\\*0-9-]{0,60}|\\PC{0,40}") {
        if let Ok(filter) = Filter::parse::<Thing>(&text, now()) {
            let _ = filter.fits(&thing());
        }
    }

    #[test]
    fn words_of_the_language_in_any_order_stop_nothing(words in proptest::collection::vec(0..12_usize, 0..12)) {
        const WORDS: [&str; 12] = ["AND", "OR", "NOT", "(", ")", "bob", "queue_len", ">", "=", "5", "connected", "-"];
        let text = words.into_iter().map(|word| WORDS[word]).collect::<Vec<_>>().join(" ");
        if let Ok(filter) = Filter::parse::<Thing>(&text, now()) {
            let _ = filter.fits(&thing());
        }
    }

    /// What is said of all that a filter fits is true of each.
    #[test]
    fn what_a_filter_implies_is_true_of_what_it_fits(words in proptest::collection::vec(0..10_usize, 0..14), connected: bool) {
        const WORDS: [&str; 10] = ["AND", "OR", "NOT", "(", ")", "connected=true", "connected=false", "queue_len=150", "nobody", "bob"];
        let text = words.into_iter().map(|word| WORDS[word]).collect::<Vec<_>>().join(" ");
        if let Ok(filter) = Filter::parse::<Thing>(&text, now()) {
            let fits = filter.fits(&Thing { connected, ..thing() });
            prop_assert!(connected || !fits || !filter.implies::<Thing>("connected"), "{}", text);
        }
    }

    #[test]
    fn no_order_or_token_stops_the_parser(text in "\\PC{0,40}", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = Order::parse::<Thing>(&text);
        let _ = PageToken::parse(&text);
        use base64::Engine;
        let _ = PageToken::parse(&base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
    }
}
