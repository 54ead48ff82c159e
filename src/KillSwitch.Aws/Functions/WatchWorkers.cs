using System.Text;
using KillSwitch.Aws.Api.Raw;
using KillSwitch.Aws.Api.Runtime;
using KillSwitch.Engine.Backfill;

namespace KillSwitch.Aws.Functions;

/// <summary>Further runs of the watch's own function, each with a part of the processor of its own; each order is sent once.</summary>
internal sealed class WatchWorkers(PostClient lambda, string function) : ISpanWorkers
{
    /// <summary>Lambda's API, for a body of any form.</summary>
    public static ServiceIdentity Service { get; } = new("Lambda", "2015-03-31", "lambda", "lambda");

    /// <summary>Each reads in some streams, and all of them share what CloudWatch Logs allows a region.</summary>
    public int AtOnce => 12;

    public async ValueTask<SpanAnswer> FillAsync(SpanOrder order, CancellationToken cancellation)
    {
        var answer = await lambda.PostAsync(new PostRequest
        {
            Path = $"/2015-03-31/functions/{Uri.EscapeDataString(function)}/invocations",
            Body = Encoding.UTF8.GetBytes(SpanOrderJson.Write(order)),
        }, cancellation);
        return SpanOrderJson.ReadAnswer(answer.Body);
    }
}
