//! The columns of accounts. What is stored for a password is in none of them.

use anstyle::{AnsiColor, Style};
use gmqtt_admin_client::auth::Account;
use serde_json::Value;

use crate::{
    admin,
    output::{Cell, Column, Listing},
};

/// Accounts as rows.
pub(super) static ACCOUNTS: Listing<Account> = Listing {
    things: "accounts",
    columns: &[
        Column::new("NAME", |account| Cell::text(&account.username)),
        Column::new("STATE", |account| {
            if account.disabled {
                Cell::Word("disabled".to_owned(), AnsiColor::Yellow.on_default())
            } else {
                Cell::Word("enabled".to_owned(), Style::new())
            }
        }),
        Column::new("HASH", |account| Cell::text(&account.hash)),
        Column::new("CONNECTED", |account| Cell::Count(account.connected.into())),
        Column::new("UPDATED", |account| {
            Cell::since(admin::moment(account.updated_at.as_ref()))
        }),
        Column::new("", |account| match account.warning.as_str() {
            "" => Cell::word(""),
            warning => Cell::Word(
                format!(
                    "warning: {warning}, rehash with `gmqtt accounts passwd {}`",
                    account.username
                ),
                AnsiColor::Yellow.on_default(),
            ),
        }),
        Column::wide("DESCRIPTION", |account| Cell::text(&account.description)),
    ],
    name: |account| account.username.clone(),
    json,
};

/// Columns that accounts are sorted by, and the fields that these are.
pub(super) const SORTED_BY: &[(&str, &str)] = &[
    ("name", "username"),
    ("state", "disabled"),
    ("hash", "hash"),
    ("connected", "connected"),
    ("updated", "updated_at"),
    ("description", "description"),
];

fn json(account: &Account) -> Value {
    let mut json = admin::json("gmqtt.auth.api.Account", account);
    if let Some(fields) = json.as_object_mut() {
        fields.remove("password");
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_for_a_password_is_not_shown() {
        let account = Account {
            username: "a".to_owned(),
            password: "very-secret".to_owned(),
            ..Account::default()
        };
        assert!(!json(&account).to_string().contains("very-secret"));
    }
}
