//! The hooks as they are written into a new plugin: signatures, bodies that change nothing, and the names they need.

use gmqtt_plugin_api::Hook;

/// One hook.
#[derive(Debug)]
pub(super) struct HookTemplate {
    hook: Hook,
    /// `on_basic_auth`
    pub(super) name: &'static str,
    /// What it is for.
    pub(super) about: &'static str,
    /// Parameters behind `&self`.
    pub(super) parameters: &'static str,
    /// Of a deciding hook: the type in its `Result`.
    pub(super) answer: Answer,
    /// Names of the programming interface, besides those every plugin needs.
    pub(super) uses: &'static [&'static str],
}

/// What a hook returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Nothing,
    Verdict,
    /// A future of a `Result` with this type, and the value that changes nothing.
    Decision(&'static str, &'static str),
}

impl HookTemplate {
    /// Its place in a client's life.
    pub(super) fn place(&self) -> usize {
        self.hook as usize
    }

    /// In the set of a plugin.
    pub(super) fn variant(&self) -> String {
        format!("Hook::{:?}", self.hook)
    }

    /// By its name here or in gmqtt in Go: `on_basic_auth`, `OnBasicAuth`.
    pub(super) fn parse(name: &str) -> Result<&'static Self, String> {
        let fold = |name: &str| name.replace('_', "").to_lowercase();
        let wanted = fold(name.trim());
        let found = TEMPLATES.iter().find(|hook| fold(hook.name) == wanted);
        found.ok_or_else(|| {
            let all: Vec<_> = TEMPLATES.iter().map(|hook| hook.name).collect();
            format!("there is no such hook; the hooks are {}", all.join(", "))
        })
    }
}

const TEMPLATES: [HookTemplate; 19] = [
    HookTemplate {
        hook: Hook::OnAccept,
        name: "on_accept",
        about: "A connection was accepted and nothing was read yet. An error closes it.",
        parameters: "peer: Peer",
        answer: Answer::Decision("()", "()"),
        uses: &["Peer", "BoxFuture", "Refusal"],
    },
    HookTemplate {
        hook: Hook::OnBasicAuth,
        name: "on_basic_auth",
        about: "CONNECT without an authentication method. The grant may be changed; an error refuses the client.",
        parameters: "request: Arc<ConnectRequest>, grant: Grant",
        answer: Answer::Decision("Grant", "grant"),
        uses: &["BoxFuture", "ConnectRequest", "Grant", "Refusal", "Arc"],
    },
    HookTemplate {
        hook: Hook::OnEnhancedAuth,
        name: "on_enhanced_auth",
        about: "CONNECT with an authentication method (v5). The answer is AuthStep::Done for a client that may come in.",
        parameters: "request: Arc<ConnectRequest>, grant: Grant",
        answer: Answer::Decision("AuthStep", "AuthStep::NotMine"),
        uses: &[
            "AuthStep",
            "BoxFuture",
            "ConnectRequest",
            "Grant",
            "Refusal",
            "Arc",
        ],
    },
    HookTemplate {
        hook: Hook::OnReAuth,
        name: "on_re_auth",
        about: "A connected client authenticates anew (v5). An error ends its connection.",
        parameters: "client: Arc<ClientInfo>, method: String, data: Option<Bytes>",
        answer: Answer::Decision("AuthStep", "AuthStep::NotMine"),
        uses: &[
            "AuthStep",
            "BoxFuture",
            "Bytes",
            "ClientInfo",
            "Refusal",
            "Arc",
        ],
    },
    HookTemplate {
        hook: Hook::OnConnected,
        name: "on_connected",
        about: "A client is authenticated.",
        parameters: "client: &ClientInfo",
        answer: Answer::Nothing,
        uses: &["ClientInfo"],
    },
    HookTemplate {
        hook: Hook::OnSessionCreated,
        name: "on_session_created",
        about: "A new session began.",
        parameters: "client: &ClientInfo",
        answer: Answer::Nothing,
        uses: &["ClientInfo"],
    },
    HookTemplate {
        hook: Hook::OnSessionResumed,
        name: "on_session_resumed",
        about: "A stored session goes on.",
        parameters: "client: &ClientInfo",
        answer: Answer::Nothing,
        uses: &["ClientInfo"],
    },
    HookTemplate {
        hook: Hook::OnSessionTerminated,
        name: "on_session_terminated",
        about: "A session ended.",
        parameters: "client_id: &str, reason: Terminated",
        answer: Answer::Nothing,
        uses: &["Terminated"],
    },
    HookTemplate {
        hook: Hook::OnSubscribe,
        name: "on_subscribe",
        about: "A SUBSCRIBE arrived. Filters may be changed, or refused one by one; an error refuses them all.",
        parameters: "client: Arc<ClientInfo>, request: SubscribeRequest",
        answer: Answer::Decision("SubscribeRequest", "request"),
        uses: &[
            "BoxFuture",
            "ClientInfo",
            "Refusal",
            "SubscribeRequest",
            "Arc",
        ],
    },
    HookTemplate {
        hook: Hook::OnSubscribed,
        name: "on_subscribed",
        about: "A subscription was made; the options hold the granted QoS.",
        parameters: "client: &ClientInfo, filter: &str, options: &SubscriptionOptions",
        answer: Answer::Nothing,
        uses: &["ClientInfo", "SubscriptionOptions"],
    },
    HookTemplate {
        hook: Hook::OnUnsubscribe,
        name: "on_unsubscribe",
        about: "An UNSUBSCRIBE arrived. Filters may be refused one by one: their subscriptions stay. With an error all stay.",
        parameters: "client: Arc<ClientInfo>, request: UnsubscribeRequest",
        answer: Answer::Decision("UnsubscribeRequest", "request"),
        uses: &[
            "BoxFuture",
            "ClientInfo",
            "Refusal",
            "UnsubscribeRequest",
            "Arc",
        ],
    },
    HookTemplate {
        hook: Hook::OnUnsubscribed,
        name: "on_unsubscribed",
        about: "A subscription was removed.",
        parameters: "client: &ClientInfo, filter: &str",
        answer: Answer::Nothing,
        uses: &["ClientInfo"],
    },
    HookTemplate {
        hook: Hook::OnMsgArrived,
        name: "on_msg_arrived",
        about: "A message arrived, before it is retained or routed. It may be changed, dropped or refused. On the message path: be quick.",
        parameters: "publisher: Publisher<'_>, arrival: &mut Arrival<'_>",
        answer: Answer::Verdict,
        uses: &["Arrival", "Publisher", "Verdict"],
    },
    HookTemplate {
        hook: Hook::OnDelivered,
        name: "on_delivered",
        about: "A message was placed in a client's outbox for the first time.",
        parameters: "client: &ClientInfo, message: &MessageView<'_>",
        answer: Answer::Nothing,
        uses: &["ClientInfo", "MessageView"],
    },
    HookTemplate {
        hook: Hook::OnMsgDropped,
        name: "on_msg_dropped",
        about: "A message for a session was dropped.",
        parameters: "client_id: &str, message: &MessageView<'_>, reason: DropReason",
        answer: Answer::Nothing,
        uses: &["DropReason", "MessageView"],
    },
    HookTemplate {
        hook: Hook::OnWillPublish,
        name: "on_will_publish",
        about: "A will is about to be published. It may be changed; None or an error drops it.",
        parameters: "client: Arc<ClientInfo>, will: Arrival<'static>",
        answer: Answer::Decision("Option<Arrival<'static>>", "Some(will)"),
        uses: &["Arrival", "BoxFuture", "ClientInfo", "Refusal", "Arc"],
    },
    HookTemplate {
        hook: Hook::OnWillPublished,
        name: "on_will_published",
        about: "A will was published.",
        parameters: "client_id: &str, message: &MessageView<'_>",
        answer: Answer::Nothing,
        uses: &["MessageView"],
    },
    HookTemplate {
        hook: Hook::OnClosed,
        name: "on_closed",
        about: "A connection ended.",
        parameters: "client: &ClientInfo, cause: &CloseCause",
        answer: Answer::Nothing,
        uses: &["ClientInfo", "CloseCause"],
    },
    HookTemplate {
        hook: Hook::OnStop,
        name: "on_stop",
        about: "The broker stops. Called once, last.",
        parameters: "",
        answer: Answer::Nothing,
        uses: &[],
    },
];
