//! What was changed through the API, and by whom: a line of the log and an event each.

use gmqtt_plugin_api::{BrokerHandle, EventKind, Note, Severity};
use tonic::Code;

/// A change, or the attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) who: String,
    pub(crate) from: String,
    /// The full name of the method.
    pub(crate) method: String,
    /// The request in JSON, without secrets.
    pub(crate) asked: String,
    pub(crate) code: Code,
    pub(crate) request_id: String,
}

/// Where records go. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Audit {
    broker: BrokerHandle,
}

impl Audit {
    pub(crate) const fn new(broker: BrokerHandle) -> Self {
        Self { broker }
    }

    /// Writes a record to the log, and tells those who watch.
    pub(crate) fn note(&self, record: &Record) {
        let Record {
            who,
            from,
            method,
            asked,
            code,
            request_id,
        } = record;
        let result = if *code == Code::Ok {
            "done".to_owned()
        } else {
            format!("{code:?}")
        };
        tracing::info!(target: "gmqtt::audit", who, from, method, asked, result, request_id, "changed through the admin API");
        let severity = match code {
            Code::Ok => Severity::Info,
            _ => Severity::Warning,
        };
        let note = Note::new(EventKind::Audit, who, format!("{method}: {result}"));
        self.broker.record(
            note.severity(severity)
                .with("by", who)
                .with("from", from)
                .with("method", method)
                .with("asked", asked)
                .with("result", result)
                .with("request_id", request_id),
        );
    }
}
