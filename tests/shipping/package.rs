//! The Debian package, without building it: what it is made of is there and fits together.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use super::{in_tree, machine::Machine};
use crate::cli::process::{run_gmqtt, text};

/// What cargo-deb is told.
fn metadata() -> Value {
    let done = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let root = packages.iter().find(|package| package["name"] == "gmqtt");
    root.expect("the root package")["metadata"]["deb"].clone()
}

/// Source and destination of each asset.
fn assets(metadata: &Value) -> Vec<(&str, &str)> {
    let assets = metadata["assets"].as_array().expect("assets").iter();
    assets
        .map(|asset| {
            let word = |at: usize| asset[at].as_str().expect("a text");
            (word(0), word(1))
        })
        .collect()
}

#[test]
fn everything_it_is_made_of_is_there() {
    let metadata = metadata();
    let assets = assets(&metadata);
    for (from, to) in &assets {
        let built = *from == "target/release/gmqtt";
        let pattern = from.contains('*');
        assert!(
            built || pattern || in_tree(from).is_file(),
            "{from} for {to}"
        );
    }
    let folders = ["maintainer-scripts", "systemd-units"];
    assert_eq!(metadata[folders[0]], "packaging/debian");
    assert_eq!(metadata[folders[1]]["unit-scripts"], "packaging/systemd");
    let is_packed = |name: &str| {
        assets
            .iter()
            .any(|(from, _)| *from == format!("man/*.{name}"))
    };
    for page in fs::read_dir(in_tree("man")).unwrap() {
        let name = page.unwrap().file_name().into_string().unwrap();
        let (_, section) = name.rsplit_once('.').expect("a section");
        assert!(is_packed(section), "{name} is left out");
    }
    let conffiles: Vec<_> = metadata["conf-files"].as_array().unwrap().iter().collect();
    assert_eq!(conffiles, ["/etc/gmqtt/gmqtt.yml"]);
}

/// The configuration of the package and that of the image are valid, and warn of nothing.
#[test]
fn configurations_are_valid() {
    for path in ["packaging/debian/gmqtt.yml", "packaging/docker/gmqtt.yml"] {
        let path = in_tree(path);
        let done = run_gmqtt(["config", "check", "--strict", text(&path)]);
        assert_eq!(done.code, Some(0), "{done:?}");
        // With passwords and rules switched on, their files are where the service may write.
        let order = "plugin_order=[auth, acl, prometheus, admin, sys]";
        let done = run_gmqtt(["config", "check", text(&path), "--set", order]);
        assert_eq!(done.code, Some(0), "{done:?}");
        let config = fs::read_to_string(&path).unwrap();
        for file in ["password_file: /var/lib/gmqtt/", " file: /var/lib/gmqtt/"] {
            assert!(config.contains(file), "{file}");
        }
    }
}

/// What systemd starts, on this configuration: a broker that nobody reaches from outside.
#[test]
fn the_service_is_there_for_its_machine_only() {
    let mut machine = Machine::of_a_user();
    let config = in_tree("packaging/debian/gmqtt.yml");
    let broker = machine.start(&format!(
        "exec gmqtt start -c {} --data-dir ~/data --set api.unix.path=$XDG_RUNTIME_DIR/a --set api.auth.unix.groups=[]",
        config.display()
    ));
    machine.wait_for(broker, "ready in");
    machine.succeed("gmqtt mqtt pub -t a -q 1 -m x");
    machine.succeed("gmqtt status --api unix://$XDG_RUNTIME_DIR/a");
    for port in [1883, 8883, 8082, 8083, 8084] {
        machine.succeed(&format!(
            "timeout 5 bash -c ': < /dev/tcp/127.0.0.1/{port}'"
        ));
        let outside = machine.run(&format!(
            "timeout 5 bash -c ': < /dev/tcp/192.0.2.1/{port}'"
        ));
        assert_eq!(outside.code, Some(1), "{port}: {outside:?}");
    }
    machine.interrupt(broker);
}

/// As a shell reads them: bash from the script of bash-completion's folder, the others from theirs.
#[test]
fn completions_are_those_of_the_binary() {
    let mut machine = Machine::of_a_user();
    let folder = in_tree("packaging/completions");
    let script = |name: &str| Path::new(&folder).join(name).display().to_string();
    let bash = machine.succeed(&format!(
        "source {}; COMP_WORDS=(gmqtt config che); COMP_CWORD=2; COMP_TYPE=9
         _clap_complete_gmqtt gmqtt che config 2> /dev/null; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script("gmqtt.bash")
    ));
    assert_eq!(bash.trim(), "check");
    let fish = machine.succeed(&format!(
        "fish --no-config -c 'source {}; complete -C \"gmqtt config che\"'",
        script("gmqtt.fish")
    ));
    assert!(fish.starts_with("check\t"), "{fish}");
    // A terminal of zsh's own, on which a line is typed as far as `che` and Tab.
    let zsh = machine.succeed(&format!(
        "cat > zsh <<'END'
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal 'unset zle_bracketed_paste; PS1=; fpath=({} $fpath); autoload -Uz compinit; compinit -u -D; print rea\"\"dy'
zpty -r terminal said '*ready*' || exit 1
zpty -w -n terminal $'gmqtt config che\\t-o json\\n'
zpty -r terminal said '*\"diagnostics\"*' || exit 1
print -r -- \"$said\"
zpty -d terminal
END
TERM=dumb zsh -f zsh",
        folder.display()
    ));
    assert!(zsh.contains("\"diagnostics\""), "{zsh}");
}
