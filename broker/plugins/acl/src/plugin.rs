//! The plugin: its hooks, its configuration, and the task that looks after the rule file.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use gmqtt_config::{Acl, AclDefault, AclSubscribe, Config, Diagnostic, Severity};
use gmqtt_plugin_api::{
    Applied, Applies, Arrival, BoxFuture, BrokerHandle, ClientInfo, Hook, HookSet, Plugin,
    PluginContext, PluginError, Refusal, Stamp, SubscribeRequest, SubscriptionQuery,
};
use gmqtt_protocol::{ReasonCode, TopicFilter};
use tracing::{debug, error, info, warn};

use crate::rule::{Effect, Subject};
use crate::rule_set::Question;
use crate::rules::{RuleError, Rules};
use crate::standing;

/// The plugin `acl`.
#[derive(Default)]
pub struct AclPlugin {
    pub(crate) loaded: Arc<ArcSwapOption<Loaded>>,
}

/// The rules, and how subscriptions are judged.
pub(crate) struct Loaded {
    pub(crate) settings: Acl,
    pub(crate) rules: Arc<Rules>,
    /// Every filter is granted and each delivery judged. It does not change with the file: the broker asks about deliveries
    /// only if it was told to when the plugin was loaded.
    is_filtered: bool,
    /// `None`: the plugin is used without one.
    broker: Option<BrokerHandle>,
}

impl AclPlugin {
    /// A plugin that refuses everything before it is loaded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A plugin that judges by these rules as it is. When it is loaded, it reads the file of the configuration instead.
    #[must_use]
    pub fn with_rules(settings: Acl, rules: Rules) -> Self {
        let loaded = Loaded::with(settings, Arc::new(rules), None);
        Self {
            loaded: Arc::new(ArcSwapOption::from_pointee(loaded)),
        }
    }

    /// The rules, for who manages them; `None` before the plugin is loaded. When they change, connected clients are judged
    /// anew.
    #[must_use]
    pub fn rules(&self) -> Option<Arc<Rules>> {
        self.loaded
            .load()
            .as_ref()
            .map(|loaded| loaded.rules.clone())
    }

    fn lets_publish(&self, client: &ClientInfo, topic: &str, retain: bool) -> bool {
        let loaded = self.loaded.load();
        let Some(loaded) = &*loaded else { return false };
        let names = Subject::from(client).names();
        let current = loaded.rules.load();
        let is_allowed = standing::ask(&current.set, client, |rules| {
            rules.may_publish(topic, retain, names)
        });
        if !is_allowed {
            tell(loaded, client, Question::Publish { topic, retain });
        }
        is_allowed
    }
}

impl Loaded {
    fn new(context: &PluginContext) -> Result<Self, RuleError> {
        let settings = context.config().plugins.acl.clone();
        let rules = Rules::open(&settings.file, &settings)?;
        let broker = Some(context.broker().clone());
        Ok(Self::with(settings, Arc::new(rules), broker))
    }

    fn with(settings: Acl, rules: Arc<Rules>, broker: Option<BrokerHandle>) -> Self {
        let is_filtered = rules.subscribe() == AclSubscribe::Filtered;
        Self {
            settings,
            rules,
            is_filtered,
            broker,
        }
    }

    /// Whether a client may have a subscription.
    fn grants(&self, client: &ClientInfo, filter: &str) -> bool {
        if self.is_filtered {
            return true;
        }
        let Ok(filter) = TopicFilter::parse(filter) else {
            return false;
        };
        let question = Question::Subscribe {
            filter: filter.filter(),
        };
        let is_granted = self.rules.decide(Subject::from(client), question).effect == Effect::Allow;
        if !is_granted {
            tell(self, client, question);
        }
        is_granted
    }
}

impl Plugin for AclPlugin {
    fn name(&self) -> &'static str {
        NAME
    }

    fn hooks(&self) -> HookSet {
        let hooks = HookSet::of(&[
            Hook::OnSubscribe,
            Hook::OnSessionResumed,
            Hook::OnWillPublish,
        ])
        .union(HookSet::MAY_PUBLISH);
        match &*self.loaded.load() {
            Some(loaded) if !loaded.is_filtered => hooks,
            _ => hooks.union(HookSet::MAY_DELIVER),
        }
    }

    fn check(&self, config: &Config) -> Vec<Diagnostic> {
        match Rules::open(&config.plugins.acl.file, &config.plugins.acl) {
            Ok(_) => Vec::new(),
            Err(RuleError::Mistakes { diagnostics }) => diagnostics,
            Err(error) => vec![Diagnostic {
                severity: Severity::Error,
                message: error.to_string(),
                key: Some("plugins.acl.file".to_owned()),
                location: None,
                excerpt: None,
                hint: None,
            }],
        }
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let loaded = Loaded::new(&context)?;
        if loaded.rules.count() == 0 && loaded.settings.default == AclDefault::Deny {
            warn!(file = %loaded.rules.path().display(), "there are no rules yet: no client can publish or subscribe");
        }
        let judged = loaded.rules.load().set.id;
        self.loaded.store(Some(Arc::new(loaded)));
        let task = look_after(self.loaded.clone(), judged, context.broker().clone());
        context.spawn("rule file", task);
        Ok(())
    }

    fn reload(&self, context: &PluginContext) -> Result<Vec<Applied>, PluginError> {
        let before = self.loaded.load_full().ok_or("the plugin is not loaded")?;
        let loaded = Loaded::new(context)?;
        let changed = changed(&before.settings, &loaded.settings);
        self.loaded.store(Some(Arc::new(loaded)));
        context.broker().recheck();
        Ok(changed)
    }

    fn may_publish(&self, client: &ClientInfo, topic: &str, retain: bool) -> bool {
        self.lets_publish(client, topic, retain)
    }

    fn may_deliver(&self, client: &ClientInfo, topic: &str) -> bool {
        let loaded = self.loaded.load();
        let Some(loaded) = &*loaded else { return false };
        if !loaded.is_filtered {
            return true;
        }
        let names = Subject::from(client).names();
        let current = loaded.rules.load();
        standing::ask(&current.set, client, |rules| {
            rules.may_receive(topic, names)
        })
    }

    fn why_not_deliver(&self, client: &ClientInfo, topic: &str) -> Option<String> {
        let loaded = self.loaded.load_full()?;
        if !loaded.is_filtered {
            return None;
        }
        let decision = loaded
            .rules
            .decide(Subject::from(client), Question::Receive { topic });
        if decision.effect == Effect::Allow {
            return None;
        }
        let file = loaded.rules.path().display();
        Some(match decision.rule {
            Some((line, rule)) => format!("acl: {file}:{line}: {rule}"),
            None => format!("acl: no rule of {file} fits, and `plugins.acl.default` is deny"),
        })
    }

    fn may_keep(&self, client: &ClientInfo, filter: &str) -> bool {
        self.loaded
            .load()
            .as_ref()
            .is_some_and(|loaded| loaded.grants(client, filter))
    }

    fn on_subscribe(
        &self,
        client: Arc<ClientInfo>,
        mut request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        let loaded = self.loaded.load_full();
        Box::pin(async move {
            let loaded = loaded.ok_or(ReasonCode::NotAuthorized)?;
            for filter in request
                .filters
                .iter_mut()
                .filter(|filter| filter.refused.is_none())
            {
                if !loaded.grants(&client, &filter.filter) {
                    filter.refused = Some(ReasonCode::NotAuthorized);
                }
            }
            Ok(request)
        })
    }

    /// Who takes up a session need not be who made its subscriptions, nor come from where they were allowed.
    fn on_session_resumed(&self, client: &ClientInfo) {
        let Some(loaded) = self.loaded.load_full() else {
            return;
        };
        let Some(broker) = loaded.broker.as_ref().filter(|_| !loaded.is_filtered) else {
            return;
        };
        let query = SubscriptionQuery {
            client_id: Some(client.id.to_string()),
            ..SubscriptionQuery::default()
        };
        let mut gone = Vec::new();
        broker.subscriptions(&query, &mut |subscription| {
            if !loaded.grants(client, &subscription.filter) {
                gone.push(subscription.filter.clone());
            }
        });
        if !gone.is_empty() {
            warn!(client_id = &*client.id, username = client.username.as_deref(), filters = ?gone, "removed subscriptions of a session that its client may not have");
            let filters: Vec<_> = gone.iter().map(String::as_str).collect();
            broker.unsubscribe(&client.id, &filters);
        }
    }

    fn on_will_publish(
        &self,
        client: Arc<ClientInfo>,
        will: Arrival<'static>,
    ) -> BoxFuture<'_, Result<Option<Arrival<'static>>, Refusal>> {
        let is_allowed = self.lets_publish(&client, &will.topic, will.retain);
        Box::pin(async move { Ok(is_allowed.then_some(will)) })
    }
}

/// Says in the log, for who looks for it, which rule refused.
fn tell(loaded: &Loaded, client: &ClientInfo, question: Question<'_>) {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return;
    }
    let decision = loaded.rules.decide(Subject::from(client), question);
    let (line, rule) = decision.rule.unwrap_or_default();
    let file = loaded.rules.path().display();
    debug!(client_id = &*client.id, username = client.username.as_deref(), ?question, %file, line, rule, "refused");
}

/// Reads the file again when it was edited, and has connected clients judged anew when there are other rules.
/// `judged` is the set by which they were judged first.
async fn look_after(loaded: Arc<ArcSwapOption<Loaded>>, mut judged: u64, broker: BrokerHandle) {
    let mut reported = None;
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let Some(loaded) = loaded.load_full() else {
            ticks.tick().await;
            continue;
        };
        tokio::select! {
            _ = ticks.tick() => {
                let (loaded, known) = (loaded.clone(), reported);
                let look = tokio::task::spawn_blocking(move || look(&loaded, known));
                reported = look.await.unwrap_or(known);
            }
            () = loaded.rules.changed.notified() => {}
        }
        let now = loaded.rules.load().set.id;
        if judged != now {
            judged = now;
            broker.recheck();
        }
    }
}

/// A file that was reported as broken, by its stamp, so that it is reported once; `None` within: it could not be looked at.
type Reported = Option<Option<Stamp>>;

/// One look at the file.
fn look(loaded: &Loaded, reported: Reported) -> Reported {
    let stamp = loaded.rules.stamp().ok().flatten();
    if reported == Some(stamp) {
        return reported;
    }
    let file = loaded.rules.path().display();
    match loaded.rules.refresh() {
        Ok(false) => None,
        Ok(true) => {
            info!(%file, rules = loaded.rules.count(), "read the rules again");
            if loaded.is_filtered != (loaded.rules.subscribe() == AclSubscribe::Filtered) {
                warn!(%file, "the file has another format now; subscriptions are judged as before until `gmqtt reload`");
            }
            None
        }
        Err(failure) => {
            error!(%file, error = %failure, "the rules stay as they were");
            if let RuleError::Mistakes { diagnostics } = &failure {
                diagnostics
                    .iter()
                    .for_each(|mistake| error!(%file, "{mistake}"));
            }
            Some(stamp)
        }
    }
}

/// The keys that differ. All of them count from now on.
fn changed(before: &Acl, after: &Acl) -> Vec<Applied> {
    let Acl {
        file,
        format,
        default,
        subscribe,
    } = after;
    let keys = [
        ("file", *file != before.file),
        ("format", *format != before.format),
        ("default", *default != before.default),
        ("subscribe", *subscribe != before.subscribe),
    ];
    let changed = keys.into_iter().filter(|(_, is_changed)| *is_changed);
    changed
        .map(|(key, _)| Applied::new(format!("plugins.{NAME}.{key}"), Applies::Now))
        .collect()
}

const NAME: &str = "acl";
/// How long an edit of the rule file may take to be noticed.
const LOOK_EVERY: Duration = Duration::from_secs(2);
