using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace KillSwitch.EmulatedAccount;

/// <summary>What befalls a request to DynamoDB; the process lives on.</summary>
public enum RequestFault
{
    /// <summary>Refused for its rate, and not done.</summary>
    Throttled,

    /// <summary>Done, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>A transaction meets another; any other request fails within DynamoDB. Not done.</summary>
    Conflict,
}

/// <summary>A DynamoDB client one of whose requests is befallen by something, once.</summary>
public sealed class FaultyClient : IDisposable
{
    private readonly Factory _factory;

    /// <param name="request">Which request, the first being 0.</param>
    /// <param name="fault">What befalls it.</param>
    public FaultyClient(MotoServer server, int request, RequestFault fault)
    {
        (Fault, _factory) = (fault, new Factory(request, fault));
        Client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonDynamoDBConfig
            {
                ServiceURL = server.Url.ToString(),
                AuthenticationRegion = "us-east-1",
                HttpClientFactory = _factory,
            });
    }

    public AmazonDynamoDBClient Client { get; }

    public RequestFault Fault { get; }

    /// <summary>Whether there were so many requests.</summary>
    public bool IsMet => _factory.IsMet;

    public void Dispose() => Client.Dispose();

    private sealed class Factory(int request, RequestFault fault) : HttpClientFactory
    {
        private int _sent;

        public bool IsMet { get; private set; }

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this, fault));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public bool IsNext()
        {
            var isIt = Interlocked.Increment(ref _sent) == request + 1;
            IsMet |= isIt;
            return isIt;
        }
    }

    private sealed class Handler(Factory factory, RequestFault fault) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!factory.IsNext())
                return await base.SendAsync(request, cancellationToken);
            switch (fault)
            {
                case RequestFault.Throttled:
                    return Refusal(HttpStatusCode.BadRequest, "ProvisionedThroughputExceededException", "");
                case RequestFault.AnswerLost:
                    (await base.SendAsync(request, cancellationToken)).Dispose();
                    throw new HttpRequestException("the connection was closed");
                default:
                    return request.Headers.TryGetValues("X-Amz-Target", out var target)
                        && target.Any(name => name.EndsWith("TransactWriteItems", StringComparison.Ordinal))
                        ? Refusal(HttpStatusCode.BadRequest, "TransactionCanceledException",
                            ""","CancellationReasons":[{"Code":"TransactionConflict"}]""")
                        : Refusal(HttpStatusCode.InternalServerError, "InternalServerError", "");
            }
        }

        private static HttpResponseMessage Refusal(HttpStatusCode status, string type, string more) => new(status)
        {
            Content = new StringContent($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"injected"{{more}}}""",
                Encoding.UTF8, "application/x-amz-json-1.0"),
        };
    }
}
