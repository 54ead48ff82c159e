using Amazon.Runtime;

namespace KillSwitch.EmulatedAccount;

/// <summary>
/// Lets one request through at a time. DynamoDB's requests are each atomic; the emulator's are not when they overlap
/// (a transaction that fails puts back a copy of the whole table). Between requests, writers still interleave.
/// </summary>
public sealed class OneRequestAtATime : HttpClientFactory
{
    private readonly Gate _gate = new();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(_gate, disposeHandler: false);

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Gate : DelegatingHandler
    {
        private readonly SemaphoreSlim _turn = new(1, 1);

        public Gate()
            : base(new SocketsHttpHandler())
        {
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                await answer.Content.LoadIntoBufferAsync(cancellationToken);
                return answer;
            }
            finally
            {
                _turn.Release();
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _turn.Dispose();
            base.Dispose(disposing);
        }
    }
}
