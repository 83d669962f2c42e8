//! `gmqtt plugin new`: what it writes, what it refuses, and that what it writes is the whole gmqtt with the plugin.

use std::{fs, path::Path, process::Command};

use tempfile::tempdir;

use super::process::{gmqtt, run};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn new(folder: &Path, more: &[&str]) -> super::process::Done {
    let at = folder.to_str().expect("a path in UTF-8");
    let mut args = vec!["plugin", "new", "doorman", "-d", at, "--gmqtt-path", ROOT];
    args.extend(more);
    run(&mut gmqtt(args))
}

#[test]
fn it_writes_a_crate_and_overwrites_nothing() {
    let folder = tempdir().expect("a folder");
    let crate_folder = folder.path().join("doorman");
    let made = new(&crate_folder, &["--hooks", "OnBasicAuth,on_subscribe"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.stdout.contains("src/plugin.rs"), "{made:?}");
    assert!(made.stdout.contains("next: cd "), "{made:?}");
    let plugin = fs::read_to_string(crate_folder.join("src/plugin.rs")).expect("it is there");
    assert!(plugin.contains("HookSet::of(&[Hook::OnBasicAuth, Hook::OnSubscribe])"));
    assert!(plugin.contains("pub struct Doorman"));
    fs::write(crate_folder.join("src/plugin.rs"), "mine").expect("it can be written");
    let again = new(&crate_folder, &["--hooks", "on_accept"]);
    assert_eq!(again.code, Some(6), "{again:?}");
    let kept = fs::read_to_string(crate_folder.join("src/plugin.rs")).expect("it is there");
    assert_eq!(kept, "mine");
}

#[test]
fn it_refuses_what_cannot_be() {
    let folder = tempdir().expect("a folder");
    let at = folder.path().join("x");
    let unknown = new(&at, &["--hooks", "on_basic_aut"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("on_basic_auth"), "{unknown:?}");
    assert_eq!(new(&at, &[]).code, Some(2), "no hooks");
    let taken = run(&mut gmqtt([
        "plugin",
        "new",
        "auth",
        "--hooks",
        "on_accept",
    ]));
    assert_eq!(taken.code, Some(2));
    assert!(!at.exists());
}

/// With every hook and a section of its own: built without the network, it checks its section and has all commands.
#[test]
fn what_it_writes_builds_and_runs() {
    let folder = tempdir().expect("a folder");
    let crate_folder = folder.path().join("doorman");
    let all: Vec<String> = gmqtt_plugin_api::Hook::ALL
        .iter()
        .map(|hook| format!("{hook:?}"))
        .collect();
    let made = new(&crate_folder, &["--config", "--hooks", &all.join(",")]);
    assert_eq!(made.code, Some(0), "{made:?}");
    // Next to the binary under test, so that what both use is compiled once.
    let target = Path::new(env!("CARGO_BIN_EXE_gmqtt")).ancestors().nth(2);
    let target = target.expect("target/debug/gmqtt");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet", "--target-dir"])
        .arg(target)
        .current_dir(&crate_folder)
        .env("RUSTFLAGS", "")
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{errors}");
    assert!(!errors.contains("warning"), "{errors}");
    let mut check = Command::new(target.join("debug/gmqtt-doorman"));
    check
        .args(["config", "check", "gmqtt.yml"])
        .current_dir(&crate_folder);
    let checked = run(&mut check);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let settings = fs::read_to_string(crate_folder.join("gmqtt.yml")).expect("it is there");
    let wrong = settings.replace("greeting", "greting");
    fs::write(crate_folder.join("gmqtt.yml"), wrong).expect("it can be written");
    let checked = run(&mut check);
    assert_eq!(checked.code, Some(7), "{checked:?}");
    assert!(checked.stdout.contains("gmqtt.yml:7:5"), "{checked:?}");
}
