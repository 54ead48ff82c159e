using System.Net;
using System.Text;
using Amazon.Runtime;

namespace KillSwitch.EmulatedAccount;

/// <summary>Requests of a Query service, some of which go wrong on their way.</summary>
/// <param name="fault">Given the request's number, from 1, and its body: the answer that comes instead, null for the service's own; what it
/// throws ends the request.</param>
public sealed class FaultyRequests(Func<int, string, HttpResponseMessage?> fault) : HttpClientFactory
{
    private int _sent;

    /// <summary>A process that dies after so many requests.</summary>
    public static FaultyRequests DyingAfter(int allowed) =>
        new((number, _) => number <= allowed ? null : throw new DyingClient.DeadException());

    /// <summary>A change of somebody, refused as IAM would.</summary>
    public static FaultyRequests Refusing(string whom, HttpStatusCode status, string code) =>
        new((_, body) => body.Contains(whom, StringComparison.Ordinal) ? Refusal(status, code)() : null);

    /// <summary>Answers of a refusal, a new one each.</summary>
    public static Func<HttpResponseMessage> Refusal(HttpStatusCode status, string code) => () => new HttpResponseMessage(status)
    {
        Content = new StringContent(
            $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>", Encoding.UTF8,
            "text/xml"),
    };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Handler(FaultyRequests requests) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            return requests.Answer(body) ?? await base.SendAsync(request, cancellationToken);
        }
    }

    private HttpResponseMessage? Answer(string body) => fault(Interlocked.Increment(ref _sent), body);
}
