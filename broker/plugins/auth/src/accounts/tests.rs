//! What holds, what is on disk, and that they stay the same.

use std::fs;

use gmqtt_config::PasswordHash;
use tempfile::TempDir;

use super::*;

fn settings() -> Auth {
    Auth {
        hash: PasswordHash::Md5,
        ..Auth::default()
    }
}

fn with_password(password: &str) -> AccountChange {
    AccountChange {
        password: Some(password.as_bytes().to_vec()),
        ..AccountChange::default()
    }
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("accounts.yml");
    (folder, path)
}

fn names(accounts: &Accounts) -> Vec<String> {
    accounts
        .all()
        .iter()
        .map(|it| it.username().to_owned())
        .collect()
}

/// The original's README: what the file and the API then show.
#[test]
fn an_account_is_in_the_file_as_soon_as_it_is_made() {
    let (_folder, path) = folder();
    let accounts = Accounts::open(&path).unwrap();
    assert!(
        accounts
            .set("user1", with_password("user1pass"), &settings())
            .unwrap()
    );
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "- username: user1\n  password: 20a0db53bc1881a7f739cd956b740039\n"
    );
    let again = Accounts::open(&path).unwrap();
    assert_eq!(
        again.find("user1").unwrap().password().expose(),
        "20a0db53bc1881a7f739cd956b740039"
    );
    assert!(
        !accounts
            .set("user1", with_password("other"), &settings())
            .unwrap()
    );
    assert!(accounts.remove("user1").unwrap() && !accounts.remove("user1").unwrap());
    assert!(names(&accounts).is_empty() && names(&Accounts::open(&path).unwrap()).is_empty());
}

#[test]
fn a_change_that_cannot_be_written_does_not_hold() {
    let (folder, path) = folder();
    let accounts = Accounts::open(&path).unwrap();
    accounts.set("a", with_password("x"), &settings()).unwrap();
    let before = fs::read(&path).unwrap();
    // The name of a directory cannot be written to, whoever runs the test.
    let (there, gone) = (folder.path().join("there"), folder.path().join("gone"));
    fs::create_dir(&there).unwrap();
    let inside = there.join("accounts.yml");
    let lost = Accounts::open(&inside).unwrap();
    fs::rename(&there, &gone).unwrap();
    for outcome in [
        lost.set("b", with_password("x"), &settings()),
        lost.remove("b"),
    ] {
        assert!(outcome.is_err() || names(&lost).is_empty());
    }
    assert!(lost.find("b").is_none());
    let empty = AccountChange::default();
    assert!(matches!(
        accounts.set("b", empty.clone(), &settings()),
        Err(AccountError::NoPassword(_))
    ));
    assert!(matches!(
        accounts.set("", empty, &settings()),
        Err(AccountError::Name)
    ));
    assert!(accounts.set("b", with_password(""), &settings()).is_err());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(&accounts), ["a"]);
}

#[test]
fn an_edit_by_hand_is_seen_and_not_overwritten() {
    let (_folder, path) = folder();
    let accounts = Accounts::open(&path).unwrap();
    accounts.set("a", with_password("x"), &settings()).unwrap();
    assert!(!accounts.refresh().unwrap());
    fs::write(&path, "- {username: b, password: y}\n").unwrap();
    assert!(accounts.refresh().unwrap() && !accounts.refresh().unwrap());
    assert_eq!(names(&accounts), ["b"]);
    fs::write(
        &path,
        "- {username: c, password: y}\n- {username: d, password: y}\n",
    )
    .unwrap();
    accounts.set("a", with_password("x"), &settings()).unwrap();
    assert_eq!(names(&accounts), ["c", "d", "a"]);
}

#[test]
fn a_broken_edit_changes_nothing_and_is_not_overwritten() {
    let (_folder, path) = folder();
    let accounts = Accounts::open(&path).unwrap();
    accounts.set("a", with_password("x"), &settings()).unwrap();
    let broken = "- {username: b}\n";
    fs::write(&path, broken).unwrap();
    for error in [
        accounts.refresh().unwrap_err(),
        accounts
            .set("c", with_password("x"), &settings())
            .unwrap_err(),
    ] {
        let AccountError::Mistakes { diagnostics } = &error else {
            panic!("{error}")
        };
        assert_eq!(diagnostics[0].location.as_ref().unwrap().line, 1);
    }
    assert_eq!(names(&accounts), ["a"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
}

#[test]
fn a_password_that_changed_meanwhile_is_not_replaced_by_an_upgrade() {
    let (_folder, path) = folder();
    let accounts = Accounts::open(&path).unwrap();
    for name in ["a", "b"] {
        accounts.set(name, with_password("x"), &settings()).unwrap();
    }
    let upgrade = |username: &str| Upgrade {
        username: username.into(),
        checked: accounts.find(username).unwrap().password().clone(),
        password: Some(Secret::new("better")),
        scram: None,
    };
    let upgrades = vec![upgrade("a"), upgrade("b")];
    accounts
        .set("b", with_password("new"), &settings())
        .unwrap();
    assert_eq!(accounts.upgrade(upgrades).unwrap(), 1);
    assert!(accounts.find("a").unwrap().stored().verify(b"better"));
    assert!(accounts.find("b").unwrap().stored().verify(b"new"));
}

#[test]
fn a_new_password_leaves_the_rest_of_the_account_alone() {
    let (_folder, path) = folder();
    let accounts = Accounts::open(&path).unwrap();
    let settings = Auth {
        scram: true,
        ..settings()
    };
    let change = AccountChange {
        description: Some(Some("door".to_owned())),
        disabled: Some(true),
        ..with_password("x")
    };
    accounts.set("a", change, &settings).unwrap();
    accounts.set("a", with_password("y"), &settings).unwrap();
    let account = accounts.find("a").unwrap();
    assert_eq!(
        (account.description(), account.is_disabled()),
        (Some("door"), true)
    );
    assert!(account.has_scram() && account.stored().verify(b"y"));
    let change = AccountChange {
        description: Some(None),
        disabled: Some(false),
        ..AccountChange::default()
    };
    accounts.set("a", change, &settings).unwrap();
    let account = accounts.find("a").unwrap();
    assert_eq!(
        (account.description(), account.is_disabled()),
        (None, false)
    );
}

/// The time of a file that somebody has kept for years.
#[test]
fn accounts_have_the_time_of_their_file_until_they_change() {
    let (_folder, path) = folder();
    fs::write(
        &path,
        "- {username: a, password: x}\n- {username: b, password: y}\n",
    )
    .unwrap();
    let old = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000);
    let set_old = || {
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(old).unwrap();
    };
    set_old();
    let accounts = Accounts::open(&path).unwrap();
    let time = |name: &str| accounts.find(name).unwrap().updated_at().unwrap();
    assert_eq!((time("a"), time("b")), (old, old));
    accounts.set("b", with_password("z"), &settings()).unwrap();
    let changed = time("b");
    assert_eq!(time("a"), old);
    assert!(changed > old);
    // Of an edit by hand, what is as it was keeps its time.
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("password: x", "password: other")).unwrap();
    set_old();
    assert!(accounts.refresh().unwrap());
    assert_eq!((time("a"), time("b")), (old, changed));
    let upgrade = Upgrade {
        username: "b".into(),
        checked: accounts.find("b").unwrap().password().clone(),
        password: Some(Secret::new("better")),
        scram: None,
    };
    assert_eq!(accounts.upgrade(vec![upgrade]).unwrap(), 1);
    assert_eq!(
        time("b"),
        changed,
        "the same password in another form is no change"
    );
}
