using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace KillSwitch.EmulatedAccount;

/// <summary>A DynamoDB client whose process dies after so many requests: the next one is sent or not, and its answer never comes.</summary>
public sealed class DyingClient : IDisposable
{
    public DyingClient(MotoServer server, int allowed, bool sendsTheLast = true)
    {
        Client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonDynamoDBConfig
            {
                ServiceURL = server.Url.ToString(),
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
                HttpClientFactory = new Factory(allowed, sendsTheLast),
            });
    }

    public AmazonDynamoDBClient Client { get; }

    public void Dispose() => Client.Dispose();

    /// <summary>What a test takes for the end of the process.</summary>
    public sealed class DeadException() : Exception("the process ended");

    private sealed class Factory(int allowed, bool sendsTheLast) : HttpClientFactory
    {
        private int _sent;

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        /// <summary>Whether the next request is sent, and whether its answer comes.</summary>
        public (bool IsSent, bool IsAnswered) Next()
        {
            var number = Interlocked.Increment(ref _sent);
            return (number <= allowed || (number == allowed + 1 && sendsTheLast), number <= allowed);
        }
    }

    private sealed class Handler(Factory factory) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (isSent, isAnswered) = factory.Next();
            if (!isSent)
                throw new DeadException();
            var answer = await base.SendAsync(request, cancellationToken);
            return isAnswered ? answer : throw new DeadException();
        }
    }
}
