//! `TraceService`: packets as they come and go.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_admin_api::admin::trace_service_server::TraceService;
use gmqtt_admin_api::admin::{
    CreateTraceRequest, CreateTraceResponse, DeleteTraceRequest, ListTracesRequest,
    ListTracesResponse, StreamTraceRequest, Trace as Shown, TraceRecord,
};
use gmqtt_admin_api::{Caller, Fault, Reason, Scope};
use gmqtt_plugin_api::{
    BrokerHandle, Item, NewTrace, PacketRecord, PluginContext, Since, Trace, TraceRefused, Traced,
};
use tonic::{Request, Response, Status};

use crate::stream::{Answers, stream};

/// How long a trace is under way, if nothing is said.
const DURATION: Duration = Duration::from_secs(10 * 60);
/// How long at most.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// What a trace may hold, if nothing is said.
const BYTES: u64 = 10_000_000;
/// What at most.
const MOST_BYTES: u64 = 100_000_000;
/// How many bytes of each payload at most.
const MOST_PAYLOAD: u32 = 4096;

/// The service.
pub(crate) struct Traces {
    broker: BrokerHandle,
}

impl Traces {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
        }
    }

    fn find(&self, id: &str) -> Result<Arc<Trace>, Fault> {
        let mut traces = self.broker.traces().into_iter();
        traces.find(|trace| trace.id == id).ok_or_else(not_found)
    }
}

#[tonic::async_trait]
impl TraceService for Traces {
    async fn list(
        &self,
        _: Request<ListTracesRequest>,
    ) -> Result<Response<ListTracesResponse>, Status> {
        let traces = self.broker.traces();
        Ok(Response::new(ListTracesResponse {
            traces: traces.iter().rev().map(|trace| show(trace)).collect(),
        }))
    }

    async fn create(
        &self,
        request: Request<CreateTraceRequest>,
    ) -> Result<Response<CreateTraceResponse>, Status> {
        let caller = Caller::of(request.extensions()).cloned();
        let asked = request.into_inner();
        if asked.payload_bytes > 0
            && let Some(caller) = &caller
        {
            caller.must_see(Scope::ReadMessages)?;
        }
        let by = caller.map_or_else(String::new, |caller| caller.to_string());
        let trace = self.broker.begin_trace(read(asked, by)?);
        let trace = trace.map_err(|refused| match refused {
            TraceRefused::Filter => {
                Fault::invalid("topic_filter", "not a topic filter, or a shared one")
            }
            TraceRefused::Stopping => crate::stream::stopping(),
            other => {
                let words = format!("{other}: end one that is not needed any more");
                Fault::new(Reason::LimitReached, words)
            }
        })?;
        Ok(Response::new(CreateTraceResponse {
            trace: Some(show(&trace)),
        }))
    }

    async fn delete(&self, request: Request<DeleteTraceRequest>) -> Result<Response<()>, Status> {
        match self.broker.forget_trace(&request.into_inner().id) {
            true => Ok(Response::new(())),
            false => Err(not_found().into()),
        }
    }

    type StreamStream = Answers<TraceRecord>;

    async fn stream(
        &self,
        request: Request<StreamTraceRequest>,
    ) -> Result<Response<Answers<TraceRecord>>, Status> {
        let asked = request.into_inner();
        let trace = self.find(&asked.id)?;
        let mut watch = trace.feed.watch(match asked.since_sequence {
            0 => Since::Last(usize::MAX),
            sequence => Since::After(sequence),
        });
        let answers = stream(&self.broker, move |out| async move {
            while let Some(item) = watch.next().await {
                out.put(show_packet(&item)).await?;
            }
            Ok(())
        });
        Ok(Response::new(answers))
    }
}

fn not_found() -> Fault {
    Fault::new(Reason::TraceNotFound, "there is no such trace")
}

/// What is asked for, with what is left out filled in.
fn read(asked: CreateTraceRequest, by: String) -> Result<NewTrace, Fault> {
    let CreateTraceRequest {
        client_id,
        topic_filter,
        address,
        duration,
        max_bytes,
        payload_bytes,
    } = asked;
    let traced = match (client_id.as_str(), topic_filter.as_str(), address.as_str()) {
        (id, "", "") if !id.is_empty() => Traced::Client(id.into()),
        ("", filter, "") if !filter.is_empty() => Traced::Topics(filter.into()),
        ("", "", address) if !address.is_empty() => {
            let network = address.parse();
            Traced::Network(
                network.map_err(|problem| Fault::invalid("address", &format!("{problem}")))?,
            )
        }
        _ => {
            let problem = "exactly one of client_id, topic_filter and address is needed";
            return Err(Fault::new(Reason::InvalidArgument, problem)
                .violation("client_id", problem)
                .violation("topic_filter", problem)
                .violation("address", problem));
        }
    };
    let duration = match duration {
        None => DURATION,
        Some(asked) => Duration::try_from(asked)
            .ok()
            .filter(|asked| !asked.is_zero() && *asked <= LONGEST)
            .ok_or_else(|| Fault::invalid("duration", "more than 0 and at most a day"))?,
    };
    if max_bytes > MOST_BYTES {
        let problem = format!("at most {MOST_BYTES}");
        return Err(Fault::invalid("max_bytes", &problem));
    }
    if payload_bytes > MOST_PAYLOAD {
        let problem = format!("at most {MOST_PAYLOAD}");
        return Err(Fault::invalid("payload_bytes", &problem));
    }
    Ok(NewTrace {
        traced,
        duration,
        max_bytes: if max_bytes == 0 { BYTES } else { max_bytes },
        payload_bytes: payload_bytes as usize,
        by,
    })
}

fn show(trace: &Trace) -> Shown {
    let NewTrace {
        traced,
        max_bytes,
        payload_bytes,
        by,
        ..
    } = &trace.asked;
    let mut shown = Shown {
        id: trace.id.clone(),
        started_at: Some(trace.started_at.into()),
        ends_at: Some(SystemTime::into(trace.ends_at())),
        max_bytes: *max_bytes,
        bytes: trace.bytes(),
        packets: trace.packets(),
        ended: trace.has_ended(),
        payload_bytes: u32::try_from(*payload_bytes).unwrap_or(u32::MAX),
        by: by.clone(),
        ..Shown::default()
    };
    match traced {
        Traced::Client(id) => shown.client_id = id.to_string(),
        Traced::Topics(filter) => shown.topic_filter = filter.to_string(),
        Traced::Network(network) => shown.address = network.to_string(),
    }
    shown
}

fn show_packet(item: &Item<PacketRecord>) -> TraceRecord {
    let PacketRecord {
        at,
        client_id,
        address,
        received,
        packet,
        fields,
        size,
        payload,
    } = &*item.value;
    let fields = fields.iter();
    TraceRecord {
        sequence: item.sequence,
        at: Some((*at).into()),
        client_id: client_id.to_string(),
        address: address.clone(),
        received: *received,
        packet: (*packet).to_owned(),
        summary: item.value.summary(),
        fields: fields
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        size: *size as u64,
        payload: payload.clone().into(),
        skipped: item.skipped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(client_id: &str, topic_filter: &str, address: &str) -> CreateTraceRequest {
        CreateTraceRequest {
            client_id: client_id.to_owned(),
            topic_filter: topic_filter.to_owned(),
            address: address.to_owned(),
            ..CreateTraceRequest::default()
        }
    }

    #[test]
    fn one_thing_is_traced_within_bounds() {
        let trace = read(asked("c", "", ""), "me".to_owned()).unwrap();
        assert_eq!(trace.traced, Traced::Client("c".into()));
        assert_eq!((trace.duration, trace.max_bytes), (DURATION, BYTES));
        assert!(read(asked("", "a/#", ""), String::new()).is_ok());
        assert!(read(asked("", "", "10.0.0.0/8"), String::new()).is_ok());
        for (client, filter, address) in [
            ("", "", ""),
            ("c", "a", ""),
            ("c", "", "::1"),
            ("", "", "x"),
        ] {
            assert!(read(asked(client, filter, address), String::new()).is_err());
        }
        for seconds in [-1, 0, 86_401] {
            let mut wrong = asked("c", "", "");
            wrong.duration = Some(prost_types::Duration { seconds, nanos: 0 });
            assert!(read(wrong, String::new()).is_err(), "{seconds}");
        }
        let mut wrong = asked("c", "", "");
        wrong.max_bytes = MOST_BYTES + 1;
        assert!(read(wrong, String::new()).is_err());
    }
}
