using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KillSwitch.Aws;

/// <summary>
/// How long a person waits for a service that says nothing, on every client that this process makes from then on. A client that has a
/// time-out of its own keeps it. A request that went unanswered is not sent again: the SDK would wait three times for a hundred seconds.
/// </summary>
public static class Patience
{
    /// <param name="most">For each answer.</param>
    public static void Limit(TimeSpan most)
    {
        Customizer.Of.Most = most;
        RuntimePipelineCustomizerRegistry.Instance.Register(Customizer.Of);
    }

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public static Customizer Of { get; } = new();

        public TimeSpan Most { get; set; }

        public string UniqueName => "KillSwitch.Patience";

        // Within the retries, around what goes over the wire.
        public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandlerBefore<ErrorHandler>(new Handler(Most));
    }

    private sealed class Handler(TimeSpan most) : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var context = (RequestContext)executionContext.RequestContext;
            var (asked, patience) = (context.CancellationToken, context.ClientConfig.Timeout ?? most);
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(asked);
            limited.CancelAfter(patience);
            context.CancellationToken = limited.Token;
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            // What the transport threw is left out: by it the SDK would take this for a connection that broke off, and ask again.
            catch (Exception error) when (error is not AmazonServiceException
                && limited.IsCancellationRequested && !asked.IsCancellationRequested)
            {
                throw new SilentServiceException(context.ServiceMetaData.ServiceId, context.Request.Endpoint.Authority, patience);
            }
            finally
            {
                context.CancellationToken = asked;
            }
        }
    }
}
