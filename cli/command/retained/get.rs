//! `gmqtt retained get`.

use std::io::{self, IsTerminal as _};

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::GetRetainedRequest;
use gmqtt_admin_client::{ClientError, ErrorKind};

use crate::{
    admin::{self, Admin},
    completion,
    error::Error,
    exit::Exit,
    mqtt::invalid_topic,
    output::printable,
};

/// Print the payload of a retained message
///
/// On a terminal it is made printable, in a pipe it is as it was published. With -o json all of the message.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt retained get sensors/42/state
  gmqtt retained get sensors/42/state -o json")]
pub(super) struct Get {
    /// The topic
    #[arg(add = ArgValueCompleter::new(completion::retained))]
    topic: String,
}

impl Get {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        invalid_topic(&self.topic)?;
        let request = GetRetainedRequest {
            topic: self.topic.clone(),
        };
        let message = match admin.client()?.retained().get(request).await {
            Ok(answer) => answer.into_inner().message.unwrap_or_default(),
            Err(status) => {
                let error = ClientError::from(status);
                return Err(match error.kind() {
                    ErrorKind::NotFound => nothing(&self.topic),
                    _ => admin.explain(error),
                });
            }
        };
        let output = &admin.output;
        if output.format.is_some() {
            output.document(&admin::json("gmqtt.admin.api.RetainedMessage", &message))?;
        } else if io::stdout().is_terminal() {
            let text = String::from_utf8_lossy(&message.payload);
            output.text(&format!("{}\n", printable(&text)))?;
        } else {
            output.bytes(&message.payload)?;
        }
        Ok(Exit::Done)
    }
}

/// The error for a topic that nothing is retained for.
pub(super) fn nothing(topic: &str) -> Error {
    Error::new(
        Exit::NotFound,
        format!("nothing is retained for \"{topic}\""),
    )
    .hint("gmqtt retained list FILTER shows what is")
}
