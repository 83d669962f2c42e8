//! The password file: what is read, what is refused and where, and that what is written is read again.

use gmqtt_config::{Account, Entry, Secret};
use proptest::prelude::*;

use crate::shown;

#[track_caller]
fn refused(text: &str) -> String {
    match Account::read_all("accounts.yml", text.as_bytes()) {
        Ok(_) => panic!("accepted: {text}"),
        Err(diagnostics) => shown(&diagnostics),
    }
}

#[track_caller]
fn accepted(text: &str) -> Vec<Entry<Account>> {
    Account::read_all("accounts.yml", text.as_bytes())
        .unwrap_or_else(|diagnostics| panic!("{}", shown(&diagnostics)))
}

/// The file of the Go broker.
#[test]
fn user_names_and_passwords_are_read() {
    let accounts = accepted(
        "# users\n- username: user1\n  password: 20a0db53bc1881a7f739cd956b740039\n- {username: 42, password: \"x\"}\n",
    );
    let names: Vec<_> = accounts
        .iter()
        .map(|it| (it.value.username.as_str(), it.line))
        .collect();
    assert_eq!(names, [("user1", 2), ("42", 4)]);
    assert_eq!(
        accounts[0].value.password.expose(),
        "20a0db53bc1881a7f739cd956b740039"
    );
    assert_eq!(accounts[0].value.scram, None);
    assert!(!accounts[0].value.disabled);
}

#[test]
fn an_empty_file_has_no_accounts() {
    for text in ["", "# nobody yet\n", "[]\n", "---\n"] {
        assert!(accepted(text).is_empty(), "{text:?}");
    }
}

#[test]
fn mistakes_are_all_told_with_their_lines() {
    let text = "- username: a\n  password: x\n- username: \"\"\n  password: x\n- username: a\n  password: y\n- username: b\n";
    let told = refused(text);
    assert!(
        told.contains("the user name is empty\n  --> accounts.yml:3:13"),
        "{told}"
    );
    assert!(
        told.contains("`a` is given twice\n  --> accounts.yml:5:13"),
        "{told}"
    );
    assert!(told.contains("first on line 1"), "{told}");
    let told = refused("- username: b\n- username: c\n  password: \"\"\n");
    assert!(told.contains("`[0].password` is missing"), "{told}");
}

#[test]
fn no_mistake_shows_a_password() {
    for text in [
        "- {username: a, pasword: hunter2}\n",
        "- {username: a, password: hunter2, password: hunter2}\n",
        "- {username: a, password: [hunter2]}\n",
        "- {username: a, password: hunter2}}\n",
    ] {
        let told = refused(text);
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn something_else_than_a_list_is_refused() {
    assert!(refused("username: a\npassword: b\n").contains("must be a list"));
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        accounts in proptest::collection::hash_map("[^\\p{Cc}\u{fffe}\u{ffff}]{1,12}", ("[^\\p{Cc}\u{fffe}\u{ffff}]{1,30}", any::<bool>(), proptest::option::of("[ -~]{1,20}")), 0..6)
    ) {
        let accounts: Vec<_> = accounts
            .into_iter()
            .map(|(username, (password, disabled, description))| Account {
                username,
                password: Secret::new(password.clone()),
                scram: disabled.then(|| Secret::new(password)),
                description,
                disabled,
            })
            .collect();
        let text = Account::write_all(&accounts);
        let read: Vec<_> = accepted(&text).into_iter().map(|entry| entry.value).collect();
        prop_assert_eq!(read, accounts);
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Account::read_all("accounts.yml", &bytes);
    }
}
