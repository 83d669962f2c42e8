//! `gmqtt mqtt bench`: what a broker can take, as its clients see it.

mod histogram;
mod load;
mod report;

use std::{
    io::{self, IsTerminal as _},
    num::{NonZeroU16, NonZeroUsize},
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use clap::{Args, ValueEnum};
use gmqtt_protocol::QoS;
use tokio::{
    sync::watch,
    task::LocalSet,
    time::{Instant, sleep},
};

use self::{
    load::{Counters, Latencies, Load, Phase, Role, Shared, client},
    report::Report,
};
use super::{
    amount, block_on,
    connect::{Connect, Session, duration, qos, window},
    ending::{Ended, Ending},
};
use crate::{
    error::Error,
    exit::Exit,
    mqtt::{invalid_filter, invalid_topic},
    output::Output,
};

/// Measure a broker
///
/// Latency counts from the time at which a message was due, so that a broker that holds up its publishers cannot hide it.
/// Without --rate messages are published as fast as they are taken, and latency is mostly the length of queues.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt mqtt bench conn --clients 1000 --ramp 500
  gmqtt mqtt bench pair --clients 100 --rate 10 --duration 30s --max-p99 5ms
  gmqtt mqtt bench fan-out --clients 50 --qos 1 --rate 100
  gmqtt mqtt bench pub --clients 10 -o json")]
pub(super) struct Bench {
    /// What the clients do
    #[arg(value_enum)]
    kind: Kind,

    /// Clients; with pair publishers and as many subscribers, with fan-in and fan-out one more
    #[arg(long, value_name = "COUNT", default_value = "100")]
    clients: NonZeroUsize,

    /// Messages a second of each publisher; as fast as it goes without it
    #[arg(long, value_name = "COUNT", value_parser = rate)]
    rate: Option<f64>,

    /// Bytes of a payload, 8 at least
    #[arg(long, value_name = "BYTES", default_value = "64")]
    size: usize,

    /// QoS of messages and subscriptions
    #[arg(short, long, value_name = "QOS", default_value = "0", value_parser = qos)]
    qos: QoS,

    /// How long messages are published
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    duration: Duration,

    /// Connections a second; all at once without it
    #[arg(long, value_name = "COUNT", value_parser = rate)]
    ramp: Option<f64>,

    /// The topic below which messages are published; with sub, the filter to subscribe to
    #[arg(short, long, value_name = "TOPIC")]
    topic: Option<String>,

    /// Messages of QoS 1 and 2 that a publisher has under way
    #[arg(short = 'M', long, value_name = "COUNT", default_value = "20", value_parser = window)]
    max_inflight: NonZeroU16,

    /// Threads for the clients [default: one for each processor]
    #[arg(long, value_name = "COUNT")]
    threads: Option<NonZeroUsize>,

    /// Exit code 7 if 99 of 100 messages (with conn: connections) take longer
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    max_p99: Option<Duration>,

    #[command(flatten)]
    connect: Connect,
}

/// Who publishes, and who subscribes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Connect, and nothing more
    Conn,
    /// Publish, each to a topic of its own
    Pub,
    /// Receive what others publish
    Sub,
    /// Publish to a subscriber of one's own
    Pair,
    /// Publish, all to one subscriber
    FanIn,
    /// One publishes to all
    FanOut,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Conn => "conn",
            Self::Pub => "pub",
            Self::Sub => "sub",
            Self::Pair => "pair",
            Self::FanIn => "fan-in",
            Self::FanOut => "fan-out",
        }
    }
}

impl Bench {
    pub(super) fn run(self, output: &Output) -> Result<Exit, Error> {
        let mut session = self.connect.session("bench", output)?;
        session.options.max_inflight = self.max_inflight;
        let topic = self.topic.clone().or_else(|| session.topic.take());
        let topic = topic.unwrap_or_else(|| "bench".to_owned());
        match self.kind {
            Kind::Sub => invalid_filter(&topic)?,
            _ => invalid_topic(&topic)?,
        }
        let roles = self.roles(&topic);
        let broker = session.target.endpoint.to_string();
        let bench = Running::start(&self, session, roles);
        let measured = block_on(bench.conduct(&self, output))?;
        let (mut report, latencies) = measured;
        report.broker = broker;
        let report = report.with(&latencies);
        match output.format {
            Some(_) => output.document(&report)?,
            None => output.text(&report.text())?,
        }
        self.judge(&latencies)
    }

    /// Whether it was as fast as it had to be.
    fn judge(&self, latencies: &Latencies) -> Result<Exit, Error> {
        let histogram = match self.kind {
            Kind::Conn => &latencies.connect,
            _ => &latencies.delivery,
        };
        let p99 = histogram.percentile(0.99);
        match self.max_p99 {
            Some(most) if p99 > most => Err(Error::new(
                Exit::Invalid,
                format!(
                    "p99 is {:.3} ms, more than {:.3} ms",
                    p99.as_secs_f64() * 1e3,
                    most.as_secs_f64() * 1e3
                ),
            )),
            _ => Ok(Exit::Done),
        }
    }

    fn roles(&self, topic: &str) -> Vec<Role> {
        let clients = self.clients.get();
        let own = |number: usize| Some(format!("{topic}/{number}"));
        let shared = Some(topic.to_owned());
        let mut parts = Vec::new();
        match self.kind {
            Kind::Conn => parts.extend((0..clients).map(|_| (None, None))),
            Kind::Pub => parts.extend((0..clients).map(|number| (own(number), None))),
            Kind::Sub => parts.extend((0..clients).map(|_| (None, shared.clone()))),
            Kind::Pair => {
                parts.extend((0..clients).map(|number| (None, own(number))));
                parts.extend((0..clients).map(|number| (own(number), None)));
            }
            Kind::FanIn => {
                parts.push((None, Some(format!("{topic}/+"))));
                parts.extend((0..clients).map(|number| (own(number), None)));
            }
            Kind::FanOut => {
                parts.extend((0..clients).map(|_| (None, shared.clone())));
                parts.push((shared.clone(), None));
            }
        }
        let ramp = self
            .ramp
            .map_or(Duration::ZERO, |ramp| Duration::from_secs_f64(1.0 / ramp));
        parts
            .into_iter()
            .enumerate()
            .map(|(number, (publishes_to, subscribes_to))| Role {
                number,
                publishes_to,
                subscribes_to,
                connects_after: ramp.saturating_mul(u32::try_from(number).unwrap_or(u32::MAX)),
            })
            .collect()
    }
}

/// The threads with the clients, and how to tell them what to do.
struct Running {
    phase: watch::Sender<Phase>,
    counters: Arc<Counters>,
    latencies: Arc<Mutex<Latencies>>,
    threads: Vec<thread::JoinHandle<()>>,
    clients: u64,
    /// Each message reaches so many subscribers; not known when others publish.
    copies: Option<u64>,
    epoch: Instant,
}

impl Running {
    fn start(bench: &Bench, session: Session, roles: Vec<Role>) -> Self {
        let clients = roles.len();
        let load = Load {
            qos: bench.qos,
            size: bench.size,
            interval: bench.rate.map(|rate| Duration::from_secs_f64(1.0 / rate)),
            publishers: roles
                .iter()
                .filter(|role| role.publishes_to.is_some())
                .count(),
        };
        let (phase, phases) = watch::channel(Phase::Setup);
        let counters = Arc::<Counters>::default();
        let latencies = Arc::<Mutex<Latencies>>::default();
        let epoch = Instant::now();
        let processors = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let many = bench.threads.unwrap_or(processors).get().min(clients);
        let session = Arc::new(session);
        let threads = (0..many).map(|thread| {
            let mine: Vec<_> = roles.iter().skip(thread).step_by(many).cloned().collect();
            let (session, load, counters) = (session.clone(), load.clone(), counters.clone());
            let (phases, latencies) = (phases.clone(), latencies.clone());
            thread::spawn(move || {
                let shared = Rc::new(Shared {
                    session,
                    load,
                    counters,
                    epoch,
                    latencies: Default::default(),
                });
                let work = LocalSet::new();
                for role in mine {
                    work.spawn_local(client(shared.clone(), role, phases.clone()));
                }
                // An error would be one of making a runtime, and then nobody gets ready.
                let _ = block_on(async {
                    work.await;
                    Ok(())
                });
                if let Ok(mut latencies) = latencies.lock() {
                    let mine = shared.latencies.borrow();
                    latencies.connect.add(&mine.connect);
                    latencies.delivery.add(&mine.delivery);
                }
            })
        });
        let threads = threads.collect();
        Self {
            phase,
            counters,
            latencies,
            threads,
            clients: clients as u64,
            copies: match bench.kind {
                Kind::Pair | Kind::FanIn => Some(1),
                Kind::FanOut => Some(bench.clients.get() as u64),
                Kind::Pub | Kind::Conn => Some(0),
                Kind::Sub => None,
            },
            epoch,
        }
    }

    /// Leads all clients through the phases.
    async fn conduct(self, bench: &Bench, output: &Output) -> Result<(Report, Latencies), Error> {
        let mut ending = Ending::new(None)?;
        let live = Live::new(output);
        let led = tokio::select! {
            led = self.lead(bench, &live) => led,
            ended = ending.next() => Err(match ended {
                Ended::Signal(exit) => Error::new(exit, "interrupted"),
                Ended::Time | Ended::Unread => Error::new(Exit::Failed, "interrupted"),
            }),
        };
        live.end();
        self.phase.send_replace(Phase::End);
        let led = led?;
        for thread in self.threads {
            let _ = thread.join();
        }
        let counters = &self.counters;
        let read = |counter: &AtomicU64| counter.load(Relaxed);
        let (sent, received) = (read(&counters.sent), read(&counters.received));
        let seconds = led.time.as_secs_f64();
        let per_second = |count: u64| {
            if seconds > 0.0 {
                count as f64 / seconds
            } else {
                0.0
            }
        };
        let report = Report {
            kind: bench.kind.name(),
            broker: String::new(),
            clients: bench.clients.get(),
            qos: bench.qos as u8,
            size: bench.size.max(load::STAMP),
            seconds,
            connected: read(&counters.connected),
            connect_seconds: led.connect_time.as_secs_f64(),
            lost_connections: read(&counters.lost_connections),
            sent,
            acknowledged: read(&counters.acknowledged),
            refused: read(&counters.refused),
            received,
            expected: self.copies.map(|copies| sent * copies),
            sent_per_second: per_second(sent),
            // What arrived later was not carried in that time.
            received_per_second: per_second(led.received),
            connect_latency: None,
            latency: None,
        };
        let latencies = self
            .latencies
            .lock()
            .map(|all| all.clone())
            .unwrap_or_default();
        Ok((report, latencies))
    }

    /// Leads them as far as to the end of publishing, and of what comes of that.
    async fn lead(&self, bench: &Bench, live: &Live) -> Result<Led, Error> {
        let counters = &self.counters;
        while counters.ready.load(Relaxed) < self.clients {
            self.check()?;
            let connected = counters.connected.load(Relaxed);
            live.show(|| format!("connected {}", amount::number(connected)));
            sleep(TICK).await;
        }
        let connect_time = self.epoch.elapsed();
        if bench.kind == Kind::Conn {
            return Ok(Led {
                connect_time,
                time: Duration::ZERO,
                received: 0,
            });
        }
        self.phase.send_replace(Phase::Run);
        let began = Instant::now();
        let mut last = (0, 0, began);
        while began.elapsed() < bench.duration {
            sleep(TICK.min(bench.duration.saturating_sub(began.elapsed()))).await;
            if last.2.elapsed() >= SECOND {
                let (sent, received) =
                    (counters.sent.load(Relaxed), counters.received.load(Relaxed));
                let seconds = last.2.elapsed().as_secs_f64();
                let rate =
                    |now: u64, then: u64| amount::number(((now - then) as f64 / seconds) as u64);
                live.show(|| {
                    format!(
                        "{:.0}s  sent {}/s  received {}/s",
                        began.elapsed().as_secs_f64(),
                        rate(sent, last.0),
                        rate(received, last.1)
                    )
                });
                last = (sent, received, Instant::now());
            }
            if counters.lost_connections.load(Relaxed) >= self.clients {
                self.check()?;
            }
        }
        let time = began.elapsed();
        let received = counters.received.load(Relaxed);
        self.phase.send_replace(Phase::Drain);
        self.drain().await;
        Ok(Led {
            connect_time,
            time,
            received,
        })
    }

    /// Waits until all has arrived, or nothing more does.
    async fn drain(&self) {
        let counters = &self.counters;
        let arrived = || {
            let answers = counters.acknowledged.load(Relaxed) + counters.refused.load(Relaxed);
            (counters.received.load(Relaxed), answers)
        };
        let mut last = (arrived(), Instant::now());
        while last.1.elapsed() < SECOND {
            sleep(TICK).await;
            let now = arrived();
            if now != last.0 {
                last = (now, Instant::now());
            }
        }
    }

    /// The first failure, if there is one.
    fn check(&self) -> Result<(), Error> {
        let first = self.counters.first_failure.lock();
        match first.ok().and_then(|first| first.clone()) {
            Some(error) => Err(error.cause(format_args!(
                "{} of {} clients were ready",
                amount::number(self.counters.ready.load(Relaxed)),
                amount::number(self.clients)
            ))),
            None => Ok(()),
        }
    }
}

/// How it went.
struct Led {
    /// From the start until the last client was ready.
    connect_time: Duration,
    /// How long messages were published.
    time: Duration,
    /// What had arrived by then.
    received: u64,
}

const TICK: Duration = Duration::from_millis(20);
const SECOND: Duration = Duration::from_secs(1);

/// The line on a terminal that says how far it is.
struct Live {
    shown: bool,
}

impl Live {
    fn new(output: &Output) -> Self {
        Self {
            shown: io::stderr().is_terminal() && !output.quiet,
        }
    }

    fn show(&self, line: impl FnOnce() -> String) {
        if self.shown {
            eprint!("\r\x1b[K{}", line());
        }
    }

    fn end(&self) {
        if self.shown {
            eprint!("\r\x1b[K");
        }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(rate) if (0.001..=1e9).contains(&rate) => Ok(rate),
        _ => Err("it is a number from 0.001 to 1000000000".to_owned()),
    }
}
