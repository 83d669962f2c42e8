//! What goes wrong, in a form that people and programs can read: a reason of a closed list, words, the fields that are wrong, and
//! where to read on. It becomes a gRPC status with details; `answer.rs` makes the body of REST of that.

use bytes::Bytes;
use prost::Message;
use prost_types::Any;
use tonic::{Code, Status};

use crate::generated::google::rpc;

/// The domain of [`Reason`] in `google.rpc.ErrorInfo`.
pub const DOMAIN: &str = "gmqtt";

macro_rules! reasons {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal, $code:ident;)*) => {
        /// Why a call failed, for programs. The list is part of the API: a reason may be added, none changes its name or code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Reason {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in `google.rpc.ErrorInfo`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The gRPC code it comes with.
            #[must_use]
            pub const fn code(self) -> Code {
                match self { $(Self::$variant => Code::$code,)* }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),*).trim(),)* }
            }
        }
    };
}

reasons! {
    /// A field of the request has a value that it may not have.
    InvalidArgument = "INVALID_ARGUMENT", InvalidArgument;
    /// The path cannot be decoded.
    InvalidPath = "INVALID_PATH", InvalidArgument;
    /// A parameter of the query does not exist, or has a value that it may not have.
    InvalidQuery = "INVALID_QUERY", InvalidArgument;
    /// The body is not the JSON of the request.
    InvalidBody = "INVALID_BODY", InvalidArgument;
    /// The filter cannot be read.
    InvalidFilter = "INVALID_FILTER", InvalidArgument;
    /// The order names a field that does not exist.
    InvalidOrder = "INVALID_ORDER", InvalidArgument;
    /// The page token is not one that this list gave out.
    InvalidPageToken = "INVALID_PAGE_TOKEN", InvalidArgument;
    /// `fields` names a field that does not exist.
    InvalidFields = "INVALID_FIELDS", InvalidArgument;
    /// There is no such path.
    RouteNotFound = "ROUTE_NOT_FOUND", NotFound;
    /// The path is not for this method of HTTP.
    MethodNotAllowed = "METHOD_NOT_ALLOWED", Unimplemented;
    /// There is no such client.
    ClientNotFound = "CLIENT_NOT_FOUND", NotFound;
    /// There is no such account.
    AccountNotFound = "ACCOUNT_NOT_FOUND", NotFound;
    /// Nothing is retained for the topic.
    RetainedNotFound = "RETAINED_NOT_FOUND", NotFound;
    /// There is no such ban.
    BanNotFound = "BAN_NOT_FOUND", NotFound;
    /// There is no such token.
    TokenNotFound = "TOKEN_NOT_FOUND", NotFound;
    /// There is no such listener.
    ListenerNotFound = "LISTENER_NOT_FOUND", NotFound;
    /// There is no such trace.
    TraceNotFound = "TRACE_NOT_FOUND", NotFound;
    /// There is no such node.
    NodeNotFound = "NODE_NOT_FOUND", NotFound;
    /// There is nothing of that name.
    NotFound = "NOT_FOUND", NotFound;
    /// There is such an account already.
    AccountExists = "ACCOUNT_EXISTS", AlreadyExists;
    /// There is such a token already.
    TokenExists = "TOKEN_EXISTS", AlreadyExists;
    /// There is something of that name already.
    AlreadyExists = "ALREADY_EXISTS", AlreadyExists;
    /// Somebody has changed it since it was read: `if_match` does not fit.
    EtagMismatch = "ETAG_MISMATCH", Aborted;
    /// Something else goes on that does not go with it.
    Conflict = "CONFLICT", Aborted;
    /// What is asked for cannot be changed on this broker.
    ReadOnly = "READ_ONLY", FailedPrecondition;
    /// The config file has mistakes; the configuration in effect stays.
    ConfigInvalid = "CONFIG_INVALID", FailedPrecondition;
    /// The broker is not in the state for it.
    FailedPrecondition = "FAILED_PRECONDITION", FailedPrecondition;
    /// The caller has not said who it is, or what it said does not do.
    Unauthenticated = "UNAUTHENTICATED", Unauthenticated;
    /// The caller's role may not do it.
    MissingRole = "MISSING_ROLE", PermissionDenied;
    /// The caller's token lacks a scope for it.
    MissingScope = "MISSING_SCOPE", PermissionDenied;
    /// A browser sent it from a page of an origin that is not allowed.
    ForbiddenOrigin = "FORBIDDEN_ORIGIN", PermissionDenied;
    /// The `Host` is not one that this endpoint is known by.
    ForbiddenHost = "FORBIDDEN_HOST", PermissionDenied;
    /// A plugin or a rule refuses it.
    Refused = "REFUSED", PermissionDenied;
    /// There were too many requests or failed attempts from there.
    RateLimited = "RATE_LIMITED", ResourceExhausted;
    /// The body is larger than the API takes.
    BodyTooLarge = "BODY_TOO_LARGE", ResourceExhausted;
    /// A limit of the broker is reached.
    LimitReached = "LIMIT_REACHED", ResourceExhausted;
    /// The plugin that does this is not loaded.
    NotEnabled = "NOT_ENABLED", Unimplemented;
    /// This broker cannot do it.
    NotSupported = "NOT_SUPPORTED", Unimplemented;
    /// The broker cannot do it now.
    Unavailable = "UNAVAILABLE", Unavailable;
    /// It took too long.
    DeadlineExceeded = "DEADLINE_EXCEEDED", DeadlineExceeded;
    /// The caller has gone.
    Cancelled = "CANCELLED", Cancelled;
    /// A value is beyond what there is.
    OutOfRange = "OUT_OF_RANGE", OutOfRange;
    /// A fault inside the broker.
    Internal = "INTERNAL", Internal;
    /// Data of the broker are damaged.
    DataLoss = "DATA_LOSS", DataLoss;
    /// An error that says no more.
    Unknown = "UNKNOWN", Unknown;
}

impl Reason {
    /// The one for a status that names none.
    #[must_use]
    pub const fn of_code(code: Code) -> Self {
        match code {
            Code::Ok | Code::Unknown => Self::Unknown,
            Code::Cancelled => Self::Cancelled,
            Code::InvalidArgument => Self::InvalidArgument,
            Code::DeadlineExceeded => Self::DeadlineExceeded,
            Code::NotFound => Self::NotFound,
            Code::AlreadyExists => Self::AlreadyExists,
            Code::PermissionDenied => Self::Refused,
            Code::ResourceExhausted => Self::LimitReached,
            Code::FailedPrecondition => Self::FailedPrecondition,
            Code::Aborted => Self::Conflict,
            Code::OutOfRange => Self::OutOfRange,
            Code::Unimplemented => Self::NotSupported,
            Code::Internal => Self::Internal,
            Code::Unavailable => Self::Unavailable,
            Code::DataLoss => Self::DataLoss,
            Code::Unauthenticated => Self::Unauthenticated,
        }
    }
}

/// An error of the API. `?` makes a [`Status`] of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    reason: Reason,
    message: String,
    metadata: Vec<(&'static str, String)>,
    violations: Vec<rpc::bad_request::FieldViolation>,
    links: Vec<rpc::help::Link>,
}

impl Fault {
    /// With a reason, and words that say what is wrong and, if it is not plain, how to put it right.
    #[must_use]
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            metadata: Vec::new(),
            violations: Vec::new(),
            links: Vec::new(),
        }
    }

    /// A field of the request with a value that it may not have. The words are those of the broker in Go: `invalid NAME`, and
    /// after a colon what is wrong, if that is said.
    #[must_use]
    pub fn invalid(field: &str, problem: &str) -> Self {
        let message = if problem.is_empty() {
            format!("invalid {field}")
        } else {
            format!("invalid {field}:{problem}")
        };
        Self::new(Reason::InvalidArgument, message).violation(field, problem)
    }

    /// Adds a field that is wrong: its path in the request (`subscriptions[2].qos`), and what is wrong with it.
    #[must_use]
    pub fn violation(mut self, field: impl Into<String>, problem: impl Into<String>) -> Self {
        self.violations.push(rpc::bad_request::FieldViolation {
            field: field.into(),
            description: problem.into(),
        });
        self
    }

    /// Adds what else programs may want to know.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.metadata.push((name, value.into()));
        self
    }

    /// Adds where to read on: a place of the docs page, as in `/docs#filters`.
    #[must_use]
    pub fn help(mut self, description: impl Into<String>, url: impl Into<String>) -> Self {
        self.links.push(rpc::help::Link {
            description: description.into(),
            url: url.into(),
        });
        self
    }

    /// The reason.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<Fault> for Status {
    fn from(fault: Fault) -> Self {
        let code = fault.reason.code();
        let mut details = vec![any(&rpc::ErrorInfo {
            reason: fault.reason.name().to_owned(),
            domain: DOMAIN.to_owned(),
            metadata: fault
                .metadata
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        })];
        if !fault.violations.is_empty() {
            details.push(any(&rpc::BadRequest {
                field_violations: fault.violations,
            }));
        }
        if !fault.links.is_empty() {
            details.push(any(&rpc::Help { links: fault.links }));
        }
        let status = rpc::Status {
            code: code as i32,
            message: fault.message.clone(),
            details,
        };
        Self::with_details(code, fault.message, Bytes::from(status.encode_to_vec()))
    }
}

/// The details of a status; an ErrorInfo with the reason of its code if it has none.
pub(crate) fn details(status: &Status) -> rpc::Status {
    let mut known = rpc::Status::decode(status.details()).unwrap_or_default();
    known.code = status.code() as i32;
    status.message().clone_into(&mut known.message);
    let info_url = type_url::<rpc::ErrorInfo>();
    if !known.details.iter().any(|any| any.type_url == info_url) {
        let info = rpc::ErrorInfo {
            reason: Reason::of_code(status.code()).name().to_owned(),
            domain: DOMAIN.to_owned(),
            ..rpc::ErrorInfo::default()
        };
        known.details.insert(0, any(&info));
    }
    known
}

/// The ErrorInfo among the details, to read and to change.
pub(crate) fn error_info(
    status: &mut rpc::Status,
    change: impl FnOnce(&mut rpc::ErrorInfo),
) -> rpc::ErrorInfo {
    let info_url = type_url::<rpc::ErrorInfo>();
    let found = status
        .details
        .iter_mut()
        .find(|any| any.type_url == info_url);
    let Some(found) = found else {
        return rpc::ErrorInfo::default();
    };
    let mut info = rpc::ErrorInfo::decode(found.value.as_slice()).unwrap_or_default();
    change(&mut info);
    found.value = info.encode_to_vec();
    info
}

fn type_url<M: TypeName>() -> String {
    format!("type.googleapis.com/{}", M::NAME)
}

fn any<M: Message + TypeName>(message: &M) -> Any {
    Any {
        type_url: type_url::<M>(),
        value: message.encode_to_vec(),
    }
}

/// The full name of a message that stands among details.
trait TypeName {
    const NAME: &'static str;
}

impl TypeName for rpc::ErrorInfo {
    const NAME: &'static str = "google.rpc.ErrorInfo";
}

impl TypeName for rpc::BadRequest {
    const NAME: &'static str = "google.rpc.BadRequest";
}

impl TypeName for rpc::Help {
    const NAME: &'static str = "google.rpc.Help";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_becomes_a_status_with_details() {
        let fault = Fault::new(Reason::InvalidFilter, "unknown field \"queue\"")
            .with("field", "queue")
            .violation("filter", "unknown field")
            .help("the filter language", "/docs#filters");
        let status = Status::from(fault);
        assert_eq!(status.code(), Code::InvalidArgument);
        let mut known = details(&status);
        assert_eq!(known.details.len(), 3);
        let info = error_info(&mut known, |_| ());
        assert_eq!(
            (info.reason.as_str(), info.domain.as_str()),
            ("INVALID_FILTER", "gmqtt")
        );
        assert_eq!(info.metadata["field"], "queue");
    }

    #[test]
    fn a_bare_status_gets_the_reason_of_its_code() {
        let mut known = details(&Status::not_found("not found"));
        let info = error_info(&mut known, |_| ());
        assert_eq!((info.reason.as_str(), known.code), ("NOT_FOUND", 5));
    }

    #[test]
    fn the_words_of_an_invalid_argument_are_those_of_the_broker_in_go() {
        assert_eq!(
            Fault::invalid("client_id", "").message(),
            "invalid client_id"
        );
        assert_eq!(
            Fault::invalid("subIndexer[2]", "invalid qos").message(),
            "invalid subIndexer[2]:invalid qos"
        );
    }

    #[test]
    fn every_reason_has_a_name_and_a_meaning_of_its_own() {
        let mut seen = std::collections::HashSet::new();
        for reason in Reason::ALL {
            assert!(seen.insert(reason.name()) && seen.insert(reason.meaning()));
            assert_eq!(Reason::of_code(reason.code()).code(), reason.code());
        }
    }
}
