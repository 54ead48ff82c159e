using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace KillSwitch.Aws;

/// <summary>At which point AWS was lost.</summary>
public enum AwsStage
{
    /// <summary>Nobody is signed in.</summary>
    SignIn,

    /// <summary>Nothing came back that AWS has said.</summary>
    Way,

    /// <summary>AWS answered.</summary>
    Answer,
}

/// <summary>An error of AWS, or of the way there, as people read it.</summary>
/// <param name="Stage">At which point.</param>
/// <param name="Clause">What happened and what to do: begins in lower case or with a name, has no full stop, and is one line.</param>
public sealed record AwsProblem(AwsStage Stage, string Clause)
{
    private const int Deepest = 20;

    /// <summary>Null for an error that has nothing to do with AWS.</summary>
    public static AwsProblem? Of(Exception error)
    {
        var chain = Chain(error, Deepest).ToList();
        return chain.Exists(IsOfAws) ? OfSignIn(chain) ?? OfAnswer(chain) ?? OfWay(chain) ?? Unknown(chain) : null;
    }

    /// <summary>The same; of any other error its own words.</summary>
    public static string ClauseOf(Exception error) => Of(error)?.Clause ?? OneLine(error.Message);

    internal static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    // Every error that another was made from, the outermost first.
    private static IEnumerable<Exception> Chain(Exception error, int depth)
    {
        if (depth == 0)
            return [error];
        var inner = error is AggregateException many ? many.InnerExceptions.AsEnumerable()
            : error.InnerException is { } one ? [one] : [];
        return inner.SelectMany(other => Chain(other, depth - 1)).Prepend(error);
    }

    private static bool IsOfAws(Exception error) =>
        error is AmazonServiceException or AmazonClientException or ProcessAWSCredentialException or HttpRequestException
            or HttpIOException or TimeoutException or AuthenticationException;

    // Of the credentials' providers each has its own error; what they lack is one thing.
    private static AwsProblem? OfSignIn(List<Exception> chain)
    {
        foreach (var error in chain)
        {
            var text = error.Message;
            var clause = error switch
            {
                ProcessAWSCredentialException =>
                    $"the `credential_process` of the profile failed ({OneLine(text)}): run it by itself to see why",
                AmazonServiceException => null,
                AmazonClientException when Has("SSO") => "the sign-in of IAM Identity Center (SSO) has ended or never was: "
                    + "`aws sso login`, with `--profile NAME` for a profile, signs in",
                AmazonClientException when Has("Unable to find the \"") && !Has("Failed to resolve") =>
                    $"there is no AWS profile `{text.Split('"').ElementAtOrDefault(1)}`: `aws configure list-profiles` lists those that "
                        + "are there, and AWS_PROFILE and `--profile` choose one",
                AmazonClientException when Has("Failed to resolve AWS credentials") || Has("Instance Metadata")
                    || Has("instance metadata") => "no AWS credentials were found: sign in (`aws sso login`, `aws configure`), or name "
                    + "a profile by `--profile` or AWS_PROFILE",
                _ => null,
            };
            if (clause is not null)
                return new AwsProblem(AwsStage.SignIn, clause);

            bool Has(string part) => text.Contains(part, StringComparison.Ordinal);
        }

        return null;
    }

    private static AwsProblem? OfAnswer(List<Exception> chain) =>
        chain.OfType<AmazonServiceException>().FirstOrDefault(one => one.ErrorCode is { Length: > 0 }) is { } refused
            ? new AwsProblem(AwsStage.Answer, AwsAnswer.Clause(refused))
            : null;

    private static AwsProblem? OfWay(List<Exception> chain)
    {
        if (chain.OfType<SilentServiceException>().FirstOrDefault() is { } silent)
        {
            return new AwsProblem(
                AwsStage.Way, $"{OneLine(silent.Message)}: look at the network, the proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL; "
                    + "KILLSWITCH_TIMEOUT=1m waits longer");
        }

        // The last one says the most.
        var socket = chain.OfType<SocketException>().LastOrDefault();
        var http = chain.OfType<HttpRequestException>().LastOrDefault();
        var where = Where(http?.Message);
        var clause =
            chain.OfType<AuthenticationException>().LastOrDefault() is { } tls || http?.HttpRequestError
                == HttpRequestError.SecureConnectionError
                ? $"no secure connection to {where} ({OneLine(chain[^1].Message)}): a proxy on the way may need its certificate trusted, "
                    + "and this machine's clock must be right"
            : socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                || http?.HttpRequestError == HttpRequestError.NameResolutionError
                ? $"{where} has no address: look at the region's name (`--region`, AWS_REGION) and at the network"
            : socket?.SocketErrorCode == SocketError.ConnectionRefused
                ? $"nothing answers at {where}: look at the network, the proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL"
            : socket?.SocketErrorCode is SocketError.NetworkUnreachable or SocketError.HostUnreachable
                ? $"there is no way to {where}: look at the network, the VPN and the proxy (HTTPS_PROXY)"
            : socket is null && chain.Exists(error => error is TimeoutException or OperationCanceledException)
                || socket?.SocketErrorCode == SocketError.TimedOut
                ? "no answer came in time: look at the network and the proxy (HTTPS_PROXY), and run it again"
            : http is not null || chain.Exists(error => error is IOException)
                ? $"the connection broke off ({OneLine(chain[^1].Message)}): look at the network, and run it again"
            : null;
        return clause is null ? null : new AwsProblem(AwsStage.Way, clause);
    }

    private static AwsProblem Unknown(List<Exception> chain)
    {
        // An answer without a code is none of AWS's: a proxy's page, a gateway.
        if (chain.OfType<AmazonServiceException>().FirstOrDefault() is { } page)
        {
            var status = (int)page.StatusCode;
            return status == 0 || (status < 500 && !IsPage(page.Message) && !SaysNothing(page.Message))
                ? new AwsProblem(AwsStage.Answer, Words(chain))
                : new AwsProblem(AwsStage.Answer, string.Create(
                    CultureInfo.InvariantCulture,
                    $"status {status} came back{From(page)}, without AWS's own words: run it again in a minute, and look at the proxy "
                        + $"(HTTPS_PROXY) if it stays"));
        }

        return new AwsProblem(AwsStage.SignIn, Words(chain));
    }

    private static string From(AmazonServiceException refused) => AwsCall.Of(refused) is { } call ? $" for {call}" : "";

    private static string Words(List<Exception> chain) =>
        chain.Select(error => OneLine(error.Message)).FirstOrDefault(text => !SaysNothing(text) && !IsPage(text))
            ?? "what came back cannot be read: run it again, and look at the proxy (HTTPS_PROXY) if it stays";

    private static bool SaysNothing(string text) =>
        text.Length == 0 || text.Contains("See inner exception", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("Exception of type", StringComparison.Ordinal);

    // A page in HTML says nothing to a person at a terminal.
    private static bool IsPage(string text) => text.Contains('<', StringComparison.Ordinal);

    // "Connection refused (127.0.0.1:4711)"
    private static string Where(string? message)
    {
        var (from, to) = (message?.LastIndexOf('(') ?? -1, message?.LastIndexOf(')') ?? -1);
        return from >= 0 && to > from + 1 ? $"`{message![(from + 1)..to]}`" : "AWS";
    }
}
