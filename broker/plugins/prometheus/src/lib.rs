//! The plugin `prometheus`: the broker's metrics over HTTP, for Prometheus to scrape.
//!
//! Nothing is counted here and no hook is used. A scrape reads the broker's figures, those of the process, and those that other
//! plugins have registered (`plugins`), on the runtime that is not the one of the connections.

mod exposition;
mod http;
mod plugins;

use std::sync::Arc;

use gmqtt_plugin_api::{
    BoxFuture, HookSet, Method, Plugin, PluginContext, PluginError, Route, RouteAnswer,
    RouteHandler, RouteRequest,
};

use crate::exposition::Exposition;

/// Serves `plugins.prometheus.path` on `plugins.prometheus.listen_address`.
#[derive(Debug, Default)]
pub struct Prometheus;

impl Plugin for Prometheus {
    fn name(&self) -> &'static str {
        "prometheus"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let settings = &context.config().plugins.prometheus;
        let listener = context.listen(
            "plugins.prometheus.listen_address",
            &settings.listen_address.to_string(),
        )?;
        let exposition = Arc::new(Exposition::new(context.broker())?);
        let path = settings.path.as_str().into();
        context.register_route(Route {
            method: Method::Get,
            path: "metrics",
            about: "The metrics of the broker, in Prometheus's text format.",
            handler: Arc::new(Page(exposition.clone())),
        });
        context.spawn("metrics", http::serve(listener, path, exposition));
        Ok(())
    }
}

/// The same page in the admin API.
struct Page(Arc<Exposition>);

impl RouteHandler for Page {
    fn handle(&self, _: RouteRequest) -> BoxFuture<'_, RouteAnswer> {
        Box::pin(async move {
            match self.0.text() {
                Ok(text) => RouteAnswer {
                    status: 200,
                    content_type: http::TEXT,
                    body: text.into(),
                },
                Err(error) => {
                    tracing::error!(%error, "cannot write the metrics");
                    RouteAnswer {
                        status: 500,
                        content_type: http::PLAIN,
                        body: format!("{error}\n").into(),
                    }
                }
            }
        })
    }
}
