using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KillSwitch.Aws;

/// <summary>Which call a service refused: what it answers does not always say so.</summary>
/// <param name="Service">As AWS calls it: <c>DynamoDB</c>.</param>
/// <param name="Action">As AWS calls it: <c>GetItem</c>.</param>
public sealed record AwsCall(string Service, string Action)
{
    private const string Key = "KillSwitch.AwsCall";

    /// <summary>Keeps it with each refusal, on every client that this process makes from then on.</summary>
    public static void Keep() => RuntimePipelineCustomizerRegistry.Instance.Register(Customizer.Of);

    /// <summary>Null where nobody kept it.</summary>
    public static AwsCall? Of(AmazonServiceException refused) => refused.Data[Key] is string[] and [var service, var action]
        ? new AwsCall(service, action) : null;

    /// <summary>As people read it: <c>`GetItem` of DynamoDB</c>.</summary>
    public override string ToString() => $"`{Action}` of {Service}";

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public static Customizer Of { get; } = new();

        public string UniqueName => "KillSwitch.AwsCall";

        public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandlerBefore<ErrorHandler>(new Handler());
    }

    private sealed class Handler : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            catch (AmazonServiceException refused)
            {
                const string ending = "Request";
                var context = executionContext.RequestContext;
                var name = context.RequestName;
                refused.Data[Key] = (string[])[context.ServiceMetaData.ServiceId,
                    name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name];
                throw;
            }
        }
    }
}
