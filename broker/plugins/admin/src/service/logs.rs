//! `LogService`: the log, and what is logged.

use std::sync::Arc;

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::log_service_server::LogService;
use gmqtt_admin_api::admin::{
    GetLogLevelRequest, LogLevelResponse, LogRecord as Shown, SetLogLevelRequest, TailLogRequest,
};
use gmqtt_plugin_api::{
    BrokerHandle, Item, LogLevel, LogLevels, LogRecord, PluginContext, Process, Since,
};
use tonic::{Request, Response, Status};

use crate::stream::{Answers, stream};

/// How many lines are shown that were written before, if nothing is said.
const LAST: u32 = 100;
/// How many at most.
const MOST_LAST: u32 = 5000;

/// The service.
pub(crate) struct Logs {
    broker: BrokerHandle,
}

impl Logs {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
        }
    }

    fn process(&self) -> Result<Arc<dyn Process>, Fault> {
        super::process(&self.broker)
    }
}

#[tonic::async_trait]
impl LogService for Logs {
    type TailStream = Answers<Shown>;

    async fn tail(
        &self,
        request: Request<TailLogRequest>,
    ) -> Result<Response<Answers<Shown>>, Status> {
        let asked = request.into_inner();
        if asked.last > MOST_LAST {
            return Err(Fault::invalid("last", &format!("at most {MOST_LAST}")).into());
        }
        let wanted = Wanted {
            level: match asked.level.as_str() {
                "" => LogLevel::Trace,
                word => level(word)?,
            },
            target: asked.target,
        };
        let feed = self.process()?.log();
        let mut watch = feed.watch(match (asked.since_sequence, asked.last) {
            (0, 0) => Since::Last(LAST as usize),
            (0, last) => Since::Last(last as usize),
            (sequence, _) => Since::After(sequence),
        });
        let answers = stream(&self.broker, move |out| async move {
            // What was left out before a line that is not wanted is told with the next one that is.
            let mut skipped = 0;
            while !(asked.no_follow && watch.is_up_to_date()) {
                let Some(item) = watch.next().await else {
                    break;
                };
                skipped += item.skipped;
                if wanted.has(&item.value) {
                    out.put(show(&item, std::mem::take(&mut skipped))).await?;
                }
            }
            Ok(())
        });
        Ok(Response::new(answers))
    }

    async fn get_level(
        &self,
        _: Request<GetLogLevelRequest>,
    ) -> Result<Response<LogLevelResponse>, Status> {
        Ok(Response::new(show_levels(self.process()?.log_levels())))
    }

    async fn set_level(
        &self,
        request: Request<SetLogLevelRequest>,
    ) -> Result<Response<LogLevelResponse>, Status> {
        let asked = request.into_inner();
        let level = level(&asked.level)?;
        let target = Some(asked.target.as_str()).filter(|target| !target.is_empty());
        let levels = self.process()?.set_log_level(level, target);
        let levels = levels.map_err(|problem| Fault::invalid("target", &problem))?;
        Ok(Response::new(show_levels(levels)))
    }
}

/// Which lines somebody wants to see.
struct Wanted {
    level: LogLevel,
    target: String,
}

impl Wanted {
    fn has(&self, record: &LogRecord) -> bool {
        let of_target = match record.target.strip_prefix(&self.target) {
            Some(rest) => self.target.is_empty() || rest.is_empty() || rest.starts_with("::"),
            None => false,
        };
        of_target && gravity(record.level) >= gravity(self.level)
    }
}

fn gravity(level: LogLevel) -> u8 {
    match level {
        LogLevel::Trace => 0,
        LogLevel::Debug => 1,
        LogLevel::Info => 2,
        LogLevel::Warn => 3,
        LogLevel::Error => 4,
    }
}

fn level(word: &str) -> Result<LogLevel, Fault> {
    LogLevel::from_word(&word.to_ascii_lowercase()).ok_or_else(|| {
        let words = LogLevel::WORDS.join(", ");
        Fault::invalid("level", &format!("{word:?} is none of {words}"))
    })
}

fn show(item: &Item<LogRecord>, skipped: u64) -> Shown {
    let LogRecord {
        at,
        level,
        target,
        message,
        fields,
    } = &*item.value;
    let fields = fields.iter();
    Shown {
        sequence: item.sequence,
        at: Some((*at).into()),
        level: level.as_str().to_ascii_uppercase(),
        target: target.clone(),
        message: message.clone(),
        fields: fields
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        skipped,
    }
}

fn show_levels(levels: LogLevels) -> LogLevelResponse {
    LogLevelResponse {
        level: levels.level.as_str().to_owned(),
        directives: levels.directives,
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn lines_are_chosen_by_level_and_by_whole_parts_of_the_target() {
        let record = |level, target: &str| LogRecord {
            at: SystemTime::UNIX_EPOCH,
            level,
            target: target.to_owned(),
            message: String::new(),
            fields: Vec::new(),
        };
        let wanted = |level, target: &str| Wanted {
            level,
            target: target.to_owned(),
        };
        let line = record(LogLevel::Warn, "gmqtt_server::listener");
        for (level, target, has) in [
            (LogLevel::Trace, "", true),
            (LogLevel::Warn, "gmqtt_server", true),
            (LogLevel::Info, "gmqtt_server::listener", true),
            (LogLevel::Info, "gmqtt", false),
            (LogLevel::Info, "gmqtt_server::listener::x", false),
            (LogLevel::Error, "", false),
        ] {
            assert_eq!(wanted(level, target).has(&line), has, "{level:?} {target}");
        }
    }
}
