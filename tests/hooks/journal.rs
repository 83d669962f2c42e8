//! A plugin that writes down every call.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use bytes::Bytes;
use gmqtt_plugin_api::{
    Arrival, AuthStep, BoxFuture, ClientInfo, CloseCause, ConnectRequest, DropReason, Grant,
    HookSet, MessageView, Peer, Plugin, Publisher, Refusal, SubscribeRequest, Terminated,
    UnsubscribeRequest, Verdict,
};
use gmqtt_protocol::packet::SubscriptionOptions;

/// Calls written down by [`Writer`], one line each.
pub(crate) struct Journal(Receiver<String>);

struct Writer(SyncSender<String>);

/// The plugin, and what it writes.
pub(crate) fn journal() -> (Arc<dyn Plugin>, Journal) {
    let (sender, receiver) = sync_channel(1000);
    (Arc::new(Writer(sender)), Journal(receiver))
}

impl Journal {
    /// The next calls are these, in this order.
    #[track_caller]
    pub(crate) fn expect(&self, lines: &[&str]) {
        for line in lines {
            let next = self.0.recv_timeout(Duration::from_secs(5));
            assert_eq!(next.as_deref(), Ok(*line));
        }
    }

    /// The next calls are these, whatever their order.
    #[track_caller]
    pub(crate) fn expect_any_order(&self, lines: &[&str]) {
        let mut next: Vec<_> = lines
            .iter()
            .filter_map(|_| self.0.recv_timeout(Duration::from_secs(5)).ok())
            .collect();
        let mut lines = lines.to_vec();
        next.sort();
        lines.sort_unstable();
        assert_eq!(next, lines);
    }

    /// There was no other call, and the broker is gone.
    #[track_caller]
    pub(crate) fn expect_end(&self) {
        assert_eq!(self.0.recv_timeout(Duration::from_secs(5)).ok(), None);
    }
}

impl Writer {
    fn write(&self, line: String) {
        let _ = self.0.send(line);
    }
}

fn text(payload: &[u8]) -> &str {
    std::str::from_utf8(payload).unwrap_or("not UTF-8")
}

impl Plugin for Writer {
    fn name(&self) -> &'static str {
        "journal"
    }

    fn hooks(&self) -> HookSet {
        HookSet::ALL
    }

    fn unload(&self) {
        self.write("unload".to_owned());
    }

    fn on_accept(&self, peer: Peer) -> BoxFuture<'_, Result<(), Refusal>> {
        self.write(format!("accept from {}", peer.remote.ip()));
        Box::pin(async { Ok(()) })
    }

    fn on_basic_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        self.write(format!(
            "basic_auth {} user {:?}",
            request.client_id, request.username
        ));
        Box::pin(async { Ok(grant) })
    }

    fn on_enhanced_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        self.write(format!(
            "enhanced_auth {} {:?}",
            request.client_id, request.auth_method
        ));
        Box::pin(async { Ok(AuthStep::Done { data: None, grant }) })
    }

    fn on_re_auth(
        &self,
        client: Arc<ClientInfo>,
        method: String,
        data: Option<Bytes>,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        self.write(format!(
            "re_auth {} {method} {:?}",
            client.id,
            data.as_deref().map(text)
        ));
        Box::pin(async { Err(gmqtt_protocol::ReasonCode::NotAuthorized.into()) })
    }

    fn on_subscribe(
        &self,
        client: Arc<ClientInfo>,
        request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        let filters: Vec<_> = request
            .filters
            .iter()
            .map(|asked| asked.filter.as_str())
            .collect();
        self.write(format!("subscribe {} {filters:?}", client.id));
        Box::pin(async { Ok(request) })
    }

    fn on_unsubscribe(
        &self,
        client: Arc<ClientInfo>,
        request: UnsubscribeRequest,
    ) -> BoxFuture<'_, Result<UnsubscribeRequest, Refusal>> {
        let filters: Vec<_> = request
            .filters
            .iter()
            .map(|asked| asked.filter.as_str())
            .collect();
        self.write(format!("unsubscribe {} {filters:?}", client.id));
        Box::pin(async { Ok(request) })
    }

    fn on_will_publish(
        &self,
        client: Arc<ClientInfo>,
        will: Arrival<'static>,
    ) -> BoxFuture<'_, Result<Option<Arrival<'static>>, Refusal>> {
        self.write(format!("will_publish {} {}", client.id, will.topic));
        Box::pin(async { Ok(Some(will)) })
    }

    fn on_msg_arrived(&self, publisher: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
        let Arrival {
            topic,
            payload,
            qos,
            ..
        } = arrival;
        self.write(format!(
            "msg_arrived {} {topic} {} qos {}",
            publisher.client().map_or("a plugin", |client| &client.id),
            text(payload),
            *qos as u8
        ));
        Verdict::Pass
    }

    fn on_connected(&self, client: &ClientInfo) {
        self.write(format!("connected {} {}", client.id, client.version));
    }

    fn on_session_created(&self, client: &ClientInfo) {
        self.write(format!("session_created {}", client.id));
    }

    fn on_session_resumed(&self, client: &ClientInfo) {
        self.write(format!("session_resumed {}", client.id));
    }

    fn on_session_terminated(&self, client_id: &str, reason: Terminated) {
        self.write(format!("session_terminated {client_id} {reason:?}"));
    }

    fn on_subscribed(&self, client: &ClientInfo, filter: &str, options: &SubscriptionOptions) {
        self.write(format!(
            "subscribed {} {filter} qos {}",
            client.id, options.qos as u8
        ));
    }

    fn on_unsubscribed(&self, client: &ClientInfo, filter: &str) {
        self.write(format!("unsubscribed {} {filter}", client.id));
    }

    fn on_delivered(&self, client: &ClientInfo, message: &MessageView<'_>) {
        let MessageView {
            topic,
            payload,
            qos,
            ..
        } = message;
        self.write(format!(
            "delivered {} {topic} {} qos {}",
            client.id,
            text(payload),
            *qos as u8
        ));
    }

    fn on_msg_dropped(&self, client_id: &str, message: &MessageView<'_>, reason: DropReason) {
        self.write(format!(
            "msg_dropped {client_id} {} {}",
            message.topic,
            reason.label()
        ));
    }

    fn on_will_published(&self, client_id: &str, message: &MessageView<'_>) {
        self.write(format!("will_published {client_id} {}", message.topic));
    }

    fn on_closed(&self, client: &ClientInfo, cause: &CloseCause) {
        self.write(format!("closed {} {cause:?}", client.id));
    }

    fn on_stop(&self) {
        self.write("stop".to_owned());
    }
}
