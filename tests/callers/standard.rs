//! What others bring along: a client that finds out by reflection what there is, a generator of requests that reads the OpenAPI
//! document, and a browser.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use super::node::Node;

/// A Python with the packages that the tests need. It is made once and kept beside what cargo builds.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
        let python = folder.join("bin/python");
        let ready = folder.join("ready-1");
        if !ready.exists() {
            run(Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder));
            let mut pip = Command::new(&python);
            pip.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ]);
            run(pip.args(["grpcio-reflection", "schemathesis"]));
            std::fs::write(&ready, "").expect("our folder");
        }
        python
    })
}

#[track_caller]
fn run(command: &mut Command) -> Output {
    let output = command.output().expect("it starts");
    let (out, log) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{command:?}\n{out}\n{log}");
    output
}

const REFLECT: &str = r#"
import sys, grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
channel = grpc.insecure_channel(sys.argv[1])
database = ProtoReflectionDescriptorDatabase(channel)
services = sorted(database.get_services())
print("\n".join(services))
pool = DescriptorPool(database)
service = pool.FindServiceByName("gmqtt.admin.api.ClientService")
method = service.FindMethodByName("List")
request = GetMessageClass(method.input_type)()
request.page_size = 1
call = channel.unary_unary("/gmqtt.admin.api.ClientService/List", lambda m: m.SerializeToString(), GetMessageClass(method.output_type).FromString)
answer = call(request, timeout=30)
print("total", answer.total_count, [client.client_id for client in answer.clients])
health = pool.FindServiceByName("grpc.health.v1.Health").FindMethodByName("Check")
check = channel.unary_unary("/grpc.health.v1.Health/Check", lambda m: m.SerializeToString(), GetMessageClass(health.output_type).FromString)
print("health", check(GetMessageClass(health.input_type)(), timeout=30).status)
"#;

#[test]
fn a_client_finds_out_by_reflection_what_there_is() {
    let node = Node::start();
    let _client = node.broker.v5("c1");
    let address = node.address("api.grpc[0]").to_string();
    let output = run(Command::new(python()).args(["-c", REFLECT, &address]));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in [
        "gmqtt.admin.api.ClientService",
        "gmqtt.admin.api.TokenService",
        "gmqtt.auth.api.AccountService",
        "total 1 ['c1']",
        "health 1",
    ] {
        assert!(
            text.lines().any(|one| one == line),
            "{line} is not in\n{text}"
        );
    }
}

/// Requests made up from the document, for about a minute: none is answered with a 500, and no answer is another than the document
/// says.
#[test]
fn made_up_requests_find_no_fault() {
    let node = Node::with(|config, folder| {
        config.plugin_order.push("acl".to_owned());
        config.plugins.acl.file = folder.join("acl.yml");
    });
    let _client = node.broker.v5("c1");
    let address = node.address("api.http[0]");
    // What a broker cannot do it says, with 501.
    let settings =
        "[checks.not_a_server_error]\nexpected-statuses = [\"2xx\", \"3xx\", \"4xx\", \"501\"]\n";
    std::fs::write(node.folder.path().join("schemathesis.toml"), settings).expect("our folder");
    let mut schemathesis = Command::new(python());
    schemathesis
        .args(["-m", "schemathesis.cli", "run"])
        .arg(format!("http://{address}/openapi.json"))
        .args([
            "--checks",
            "not_a_server_error,response_schema_conformance,content_type_conformance",
        ])
        .args([
            "--phases",
            "examples,coverage,fuzzing",
            "--max-examples",
            "15",
            "--seed",
            "1",
        ])
        .args(["--request-timeout", "5", "--workers", "2", "--no-color"])
        // Streams do not end.
        .args([
            "--exclude-path-regex",
            "watch|:tail|:stream|/events|/traces",
        ])
        .current_dir(node.folder.path());
    let output = schemathesis.output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        text.contains("Fuzzing (in") && !text.contains('\u{274c}'),
        "{text}"
    );
}

/// The page is opened, a method is opened, and its button is pressed with a token in the field.
#[test]
fn the_docs_page_is_clicked_through_in_a_browser() {
    let node = Node::start();
    let secret = node.token("docs", "viewer");
    let url = format!("http://{}/docs", node.address("api.http[0]"));
    let script = std::fs::canonicalize("tests/callers/docs_page.cjs").expect("the script");
    let output = Command::new("timeout")
        .args(["--signal=KILL", "90", "node"])
        .arg(script)
        .args([&url, &secret])
        .output()
        .expect("node is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{log}");
    assert!(
        text.contains("\"total_count\": 0") || text.contains("\"total_count\":0"),
        "{text}"
    );
}
