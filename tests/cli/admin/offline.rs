//! Accounts of a password file, without a broker.

use crate::cli::process::{Done, run, run_gmqtt, shell, text};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("password"), "secret\n").expect("it is written");
        Self(folder)
    }

    /// `gmqtt accounts` with these words, in which `@name` is a file of the folder.
    fn accounts(&self, words: &str) -> Done {
        let path = |name: &str| self.0.path().join(name);
        let words: Vec<_> = words
            .split(' ')
            .map(|word| match word.strip_prefix('@') {
                Some(name) => text(&path(name)).to_owned(),
                None => word.to_owned(),
            })
            .collect();
        let file = path("accounts.yml");
        let words = words.iter().map(String::as_str);
        run_gmqtt(["accounts", "--file", text(&file)].into_iter().chain(words))
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.0.path().join(name), content).expect("it is written");
    }
}

#[test]
fn an_account_is_added_changed_verified_and_removed() {
    let folder = Folder::new();
    let done = folder.accounts("add alice --password-file @password");
    assert_eq!(done.stdout, "added alice (argon2id)\n", "{done:?}");
    assert_eq!(
        folder.accounts("add alice --password-file @password").code,
        Some(6)
    );
    assert_eq!(
        folder
            .accounts("add alice --password-file @password --if-not-exists")
            .code,
        Some(0)
    );
    assert_eq!(
        folder
            .accounts("verify alice --password-file @password")
            .stdout,
        "ok\n"
    );
    let done = folder.accounts("set alice --disabled --description guest");
    assert_eq!(done.stdout, "changed alice (argon2id)\n", "{done:?}");
    let done = folder.accounts("verify alice --password-file @password");
    assert_eq!((done.code, done.stdout.as_str()), (Some(4), "no\n"));
    let shown = folder.accounts("show alice -o json").json();
    assert_eq!(shown["disabled"], true);
    assert_eq!(shown["description"], "guest");
    assert!(shown.get("password").is_none());
    let done = folder.accounts("passwd alice --generate=20 -q");
    assert_eq!(done.stdout.trim().replace('-', "").len(), 20, "{done:?}");
    assert_eq!(folder.accounts("remove alice bob --yes").code, Some(8));
    assert_eq!(folder.accounts("show alice").code, Some(3));
}

#[test]
fn a_table_is_imported_and_its_mistakes_are_told() {
    let folder = Folder::new();
    folder.write(
        "good.csv",
        "username,password,description\nalice,one,x\nbob,two,\n",
    );
    let done = folder.accounts("import @good.csv --from csv --dry-run");
    assert_eq!(
        done.stdout, "would create alice\nwould create bob\n",
        "{done:?}"
    );
    assert_eq!(folder.accounts("list -o name").stdout, "");
    let done = folder.accounts("import @good.csv --from csv");
    assert_eq!(done.stdout, "created alice\ncreated bob\n", "{done:?}");
    let done = folder.accounts("import @good.csv --from csv");
    assert_eq!(
        done.stdout,
        "skipped alice (exists)\nskipped bob (exists)\n"
    );
    assert_eq!(folder.accounts("list -o name").stdout, "alice\nbob\n");
    folder.write("bad.csv", "username,password\nalice,one\n,two\ncarol\n");
    let done = folder.accounts("import @bad.csv --from csv");
    assert_eq!(done.code, Some(7));
    assert!(done.stderr.contains("bad.csv:3: "), "{done:?}");
    assert!(done.stderr.contains("bad.csv:4: "), "{done:?}");
    assert!(!done.stderr.contains("two"), "no passwords: {done:?}");
}

#[test]
fn passwords_come_from_stdin_too_and_never_from_nowhere() {
    let folder = Folder::new();
    let file = folder.0.path().join("accounts.yml");
    let script = format!(
        "echo secret | \"$GMQTT\" accounts --file {} add alice --password-stdin",
        text(&file)
    );
    assert_eq!(run(&mut shell(&script)).code, Some(0));
    assert_eq!(
        folder
            .accounts("verify alice --password-file @password")
            .stdout,
        "ok\n"
    );
    let done = folder.accounts("add bob");
    assert_eq!(done.code, Some(2));
    assert!(done.stderr.contains("--password-stdin"), "{done:?}");
}

#[test]
fn exports_can_be_imported_by_the_broker_they_come_from() {
    let folder = Folder::new();
    folder.accounts("add alice --password-file @password");
    let exported = folder.accounts("export");
    assert!(exported.stdout.contains("$argon2id$"), "{exported:?}");
    folder.write("copy.yml", &exported.stdout);
    let copy = folder.0.path().join("copy.yml");
    let password = folder.0.path().join("password");
    let words = [
        "accounts",
        "--file",
        text(&copy),
        "verify",
        "alice",
        "--password-file",
    ];
    let done = run_gmqtt(words.into_iter().chain([text(&password)]));
    assert_eq!(done.stdout, "ok\n", "{done:?}");
    // Mosquitto has no argon2.
    assert_eq!(folder.accounts("export --to mosquitto").code, Some(8));
}
