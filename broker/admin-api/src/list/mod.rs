//! Lists: which things, in which order, from where on. Pure functions over [`Fields`], shared by every list of the API.
//!
//! A list is asked for with texts: a filter ([`Filter`]), an order ([`Order`]) and a page token ([`PageToken`]). [`ListQuery`] reads
//! them together and picks a page out of any number of things with memory for one page.

mod field;
mod filter;
mod order;
mod page;
mod pattern;
mod token;
mod words;

pub use field::{Column, Field, FieldKind, FieldValue, Fields, fields};
pub use filter::{Filter, MAX_FILTER_BYTES, MAX_FILTER_TERMS};
pub use order::Order;
pub use page::{ListArguments, ListQuery, MAX_PAGE_SIZE, Page, Selection};
pub use token::PageToken;

use crate::{Fault, Reason};

/// Why a list cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid {argument}: {problem}")]
pub struct ListError {
    /// `filter`, `order_by`, `page_token` or `page_size`.
    pub argument: &'static str,
    /// What is wrong with it, and the name that was probably meant.
    pub problem: String,
    /// Where in the argument, in bytes from its beginning.
    pub at: usize,
}

impl ListError {
    fn new(argument: &'static str, at: usize, problem: impl Into<String>) -> Self {
        Self {
            argument,
            problem: problem.into(),
            at,
        }
    }
}

impl From<ListError> for Fault {
    fn from(error: ListError) -> Self {
        let (reason, help) = match error.argument {
            "filter" => (Reason::InvalidFilter, "the filter language"),
            "order_by" => (Reason::InvalidOrder, "orders"),
            "page_token" => (Reason::InvalidPageToken, "pages"),
            _ => (Reason::InvalidArgument, "pages"),
        };
        Self::new(reason, error.to_string())
            .violation(error.argument, error.problem)
            .with("position", error.at.to_string())
            .help(help, "/docs#filters")
    }
}

impl From<ListError> for tonic::Status {
    fn from(error: ListError) -> Self {
        Fault::from(error).into()
    }
}
