using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Web;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Cli.Tests.Accounts;

/// <summary>
/// An account with a guard and an empty table, by what AWS answers: enough for every verb to ask, to write, and to wait as long as a test
/// likes.
/// </summary>
internal sealed class GuardStandIn : IDisposable
{
    private const string Account = "111122223333";

    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public GuardStandIn()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>The operation that is never answered.</summary>
    public string? Hangs { get; init; }

    /// <summary>Errors by operation.</summary>
    public Dictionary<string, (int Status, string Code)> Refuses { get; } = [];

    /// <summary>What is answered to an operation with such a request.</summary>
    public Func<string, string, string?> Answers { get; init; } = (_, _) => null;

    /// <summary>Roles that IAM has.</summary>
    public string[] Roles { get; init; } = ["agent", "agent-7"];

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>When the operation that hangs was asked for.</summary>
    public Task Held => _held.Task;

    /// <summary>What a process needs to ask here.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ENDPOINT_URL"] = Url,
        ["AWS_MAX_ATTEMPTS"] = "1",
    };

    public void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        _serving.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var context = await _listener.GetContextAsync();
            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var target = context.Request.Headers["X-Amz-Target"];
        var form = target is null ? HttpUtility.ParseQueryString(body) : [];
        var operation = target is not null ? target[(target.LastIndexOf('.') + 1)..] : form["Action"] ?? context.Request.RawUrl ?? "";
        Asked.Enqueue(operation);
        if (operation == Hangs)
        {
            _held.TrySetResult();
            return;
        }

        var (status, text) = Refuses.TryGetValue(operation, out var refusal)
            ? (refusal.Status, Refusal(refusal.Code, target is null && form["Action"] is not null))
            : Answers(operation, body) is { } own ? (200, own)
            : Answer(operation, form);
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        context.Response.Close();
    }

    private static string Refusal(string code, bool isQuery) => isQuery
        ? $"<ErrorResponse><Error><Code>{code}</Code><Message>it is not there</Message></Error></ErrorResponse>"
        : $$"""{"__type":"{{code}}","message":"it is not there"}""";

    private (int Status, string Text) Answer(string operation, System.Collections.Specialized.NameValueCollection form) => operation switch
    {
        "GetCallerIdentity" => (200, Query(operation, $"<Arn>arn:aws:iam::{Account}:user/ana</Arn><Account>{Account}</Account>")),
        "DescribeStacks" => (200, Query(operation, $"<Stacks><member><StackName>KillSwitch</StackName><StackId>arn:aws:cloudformation:"
            + $"us-east-1:{Account}:stack/KillSwitch/1</StackId><StackStatus>CREATE_COMPLETE</StackStatus>"
            + "<Description>Kill switch for Amazon Bedrock</Description></member></Stacks>")),
        "GetParameter" => (200, JsonSerializer.Serialize(new { Parameter = new { Value = Place() } })),
        "ListAttachedRolePolicies" or "ListAttachedUserPolicies" => Roles.Contains(form["RoleName"])
            ? (200, Query(operation, "<AttachedPolicies/><IsTruncated>false</IsTruncated>"))
            : (404, Refusal("NoSuchEntity", isQuery: true)),
        "GetAccountAuthorizationDetails" => (200, Query(
            operation,
            "<UserDetailList/><GroupDetailList/><Policies/><IsTruncated>false</IsTruncated><RoleDetailList>" + string.Concat(Roles.Select(
                role => $"<member><RoleName>{role}</RoleName><Arn>arn:aws:iam::{Account}:role/{role}</Arn><Path>/</Path><RoleId>AROA</RoleId>"
                    + "<CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument></member>"))
                + "</RoleDetailList>")),
        _ when form["Action"] is not null => (200, Query(operation, "")),
        _ when operation.Contains("inference-profiles", StringComparison.Ordinal) => (200, """{"inferenceProfileSummaries":[]}"""),
        _ => (200, "{}"),
    };

    private static string Query(string operation, string members) =>
        $"<{operation}Response><{operation}Result>{members}</{operation}Result></{operation}Response>";

    private static string Place()
    {
        const string stack = "KillSwitch";
        var prefix = new GuardResources(stack, null).Prefix;
        return JsonSerializer.Serialize(
            new Deployment(stack, "us-east-1", prefix + "Table", $"arn:aws:sns:us-east-1:{Account}:{prefix}Topic")
            {
                Denies = System.Collections.Immutable.ImmutableDictionary.CreateRange(PreparedDeny.All.Where(deny => !deny.NeedsOperators)
                    .Select(deny => KeyValuePair.Create(deny, deny.Arn(stack, "aws", Account, "us-east-1")))),
            }.ToParameter());
    }
}
