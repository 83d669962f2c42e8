//! Client identifiers like one that does not exist.

use gmqtt_admin_client::admin::ListClientRequest;

use super::list;
use crate::{
    admin::{Admin, begins_with},
    error::Error,
    exit::Exit,
};

/// How many are named.
const MOST: u32 = 3;

/// The error for a client that does not exist, with those that are like it.
pub(super) async fn not_found(admin: &Admin, id: &str) -> Error {
    let similar = like(admin, id).await;
    error(id, &similar, true)
}

/// The same, where those like it are known. With `explain` it says why there may be none.
pub(super) fn error(id: &str, similar: &[String], explain: bool) -> Error {
    let error = Error::new(Exit::NotFound, format!("no client \"{id}\""));
    let why = "Offline sessions are included; it may have expired";
    match (similar, explain) {
        ([], true) => error.hint(why),
        ([], false) => error,
        (similar, true) => error.hint(format_args!("closest ids: {}. {why}", similar.join(", "))),
        (similar, false) => error.hint(format_args!("closest ids: {}", similar.join(", "))),
    }
}

/// Identifiers that begin as this one does: with all of it, or with all but its end.
async fn like(admin: &Admin, id: &str) -> Vec<String> {
    let mut prefix = id;
    for _ in 0..3 {
        if prefix.is_empty() {
            break;
        }
        let request = ListClientRequest {
            filter: format!("client_id:{}", begins_with(prefix)),
            order_by: "client_id".to_owned(),
            page_size: MOST,
            ..ListClientRequest::default()
        };
        // It is a hint, which can be left out.
        let Ok(page) = list::ask(admin, request).await else {
            break;
        };
        if !page.clients.is_empty() {
            let clients = page.clients.into_iter();
            return clients.map(|client| client.client_id).collect();
        }
        // Half of what is left, between two characters.
        let mut half = prefix.len() / 2;
        while !prefix.is_char_boundary(half) {
            half -= 1;
        }
        prefix = &prefix[..half];
    }
    Vec::new()
}
