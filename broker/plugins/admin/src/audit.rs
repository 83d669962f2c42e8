//! What was changed through the API, and by whom: a line of the log each.

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
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Audit;

impl Audit {
    /// Writes a record to the log.
    pub(crate) fn note(self, record: &Record) {
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
    }
}
