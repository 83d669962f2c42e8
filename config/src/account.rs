//! The password file: a list of accounts.

use std::collections::HashMap;

use serde::Serialize;

use crate::{
    Diagnostic, Entry, Secret,
    load::{Entries, read_entries},
    schema::section,
};

section! {
    /// An account of the password file.
    pub struct Account {
        /// The user name, unlike that of any other account.
        pub username: String = String::new() => required();
        /// The password, or what is stored in its place.
        pub password: Secret = Secret::default() => required();
        /// What SCRAM-SHA-256 needs in place of the password: `SCRAM-SHA-256$ITERATIONS:SALT$STORED-KEY:SERVER-KEY`.
        pub scram: Option<Secret> = None;
        /// A word for people.
        pub description: Option<String> = None;
        /// Whether nobody can log in with it.
        pub disabled: bool = false;
    }
}

/// An account as it is written: what says nothing is left out.
#[derive(Serialize)]
struct Written<'a> {
    username: &'a str,
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scram: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    disabled: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

impl Account {
    /// Reads a password file of this name. An empty one has no accounts.
    ///
    /// # Errors
    /// Everything that is wrong with it: unknown keys, empty or repeated user names, empty passwords. No line of the file
    /// is shown, since there may be a password on it.
    pub fn read_all(name: &str, bytes: &[u8]) -> Result<Vec<Entry<Self>>, Vec<Diagnostic>> {
        read_entries(name, bytes, check).map_err(|mut diagnostics| {
            diagnostics.iter_mut().for_each(|one| one.excerpt = None);
            diagnostics
        })
    }

    /// A password file with these accounts and their secrets. [`Account::read_all`] reads it again.
    #[must_use]
    pub fn write_all<'a>(accounts: impl IntoIterator<Item = &'a Self>) -> String {
        let written: Vec<_> = accounts.into_iter().map(Written::from).collect();
        serde_yaml::to_string(&written).unwrap_or_default()
    }
}

impl<'a> From<&'a Account> for Written<'a> {
    fn from(account: &'a Account) -> Self {
        let Account {
            username,
            password,
            scram,
            description,
            disabled,
        } = account;
        Self {
            username,
            password: password.expose(),
            scram: scram.as_ref().map(Secret::expose),
            description: description.as_deref(),
            disabled: *disabled,
        }
    }
}

fn check(entries: &mut Entries<'_, '_, Account>) {
    let mut lines: HashMap<&str, u32> = HashMap::new();
    for (index, Entry { value, line }) in entries.list.iter().enumerate() {
        if value.username.is_empty() {
            entries.error(index, "username", "the user name is empty".to_owned(), None);
        } else if let Some(first) = lines.insert(&value.username, *line) {
            let message = format!("the user name `{}` is given twice", value.username);
            entries.error(
                index,
                "username",
                message,
                Some(format!("first on line {first}")),
            );
        }
        if value.password.is_empty() {
            entries.error(index, "password", "the password is empty".to_owned(), None);
        }
    }
}
