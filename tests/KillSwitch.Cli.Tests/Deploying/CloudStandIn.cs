using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Cli.Tests.Deploying;

/// <summary>
/// CloudFormation, S3, Systems Manager and STS of one account, as far as a deployment asks them, with the states and refusals that an
/// emulator does not have. A stack reaches its end when it is asked for the second time.
/// </summary>
internal sealed partial class CloudStandIn : IDisposable
{
    public const string Account = "111122223333";

    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, (StandStack Stack, string Type, string Template, Dictionary<string, string> Parameters)>
        _changeSets = [];
    private readonly Task _serving;
    private readonly Lock _lock = new();

    public CloudStandIn()
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

    /// <summary>By which a process or a test signs in.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ENDPOINT_URL"] = Url,
        ["AWS_MAX_ATTEMPTS"] = "1",
    };

    public string Caller { get; set; } = $"arn:aws:sts::{Account}:assumed-role/Deployer/ana";

    public List<StandStack> Stacks { get; } = [];

    /// <summary>By bucket and key; the tags of a bucket under its own name.</summary>
    public ConcurrentDictionary<string, string> Objects { get; } = new();

    /// <summary>Buckets that belong to somebody else.</summary>
    public HashSet<string> OfOthers { get; } = [];

    /// <summary>What Bedrock answers in a region: null for anything; nobody knows the credentials in any other.</summary>
    public Dictionary<string, string?> Bedrock { get; } = [];

    /// <summary>What Systems Manager has in the place of what home's deployment wrote; empty for nothing, null for that.</summary>
    public string? Parameter { get; set; }

    /// <summary>Whether Lambda says what the watch is told.</summary>
    public bool HasWatch { get; set; } = true;

    /// <summary>Regions that the account has not enabled.</summary>
    public HashSet<string> Disabled { get; } = [];

    /// <summary>Errors by operation.</summary>
    public ConcurrentDictionary<string, (int Status, string Code, string Message)> Refuses { get; } = [];

    /// <summary>What fails in the next deployment or removal: a resource, its type, why, and the status that the stack ends in.</summary>
    public (string Logical, string Type, string Reason, string Status)? Fails { get; set; }

    /// <summary>The operation that is never answered, while it is set.</summary>
    public string? Hangs { get; set; }

    /// <summary>When the operation that hangs was asked for.</summary>
    public Task Held => _held.Task;

    /// <summary>What was asked for, in order: operations of CloudFormation with their region where it is not home's.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Of the change sets, in order; empty where none was asked for.</summary>
    public List<string> DeploymentModes { get; } = [];

    public IEnumerable<string> Changes => Asked.Where(one => one.Split(' ')[0] is "CreateChangeSet" or "ExecuteChangeSet" or "DeleteStack"
        or "DeleteChangeSet" or "UpdateTerminationProtection");

    public StandStack Put(string name, string status, string template, string region = "us-east-1")
    {
        var stack = new StandStack(region, name) { Status = status, Template = template };
        Stacks.Add(stack);
        return stack;
    }

    public StandStack? Find(string name, string region = "us-east-1") =>
        Stacks.FindLast(one => one.Region == region && one.Name == name && one.Status != "DELETE_COMPLETE");

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
        var scope = Scope().Match(context.Request.Headers["Authorization"] ?? "");
        var (region, service) = (scope.Groups[1].Value, scope.Groups[2].Value);
        var form = service == "s3" ? [] : HttpUtility.ParseQueryString(body);
        var target = context.Request.Headers["X-Amz-Target"];
        var operation = service == "s3" ? S3Operation(context.Request)
            : service == "lambda" ? context.Request.Url!.Segments[^1]
            : target is not null ? target[(target.LastIndexOf('.') + 1)..] : form["Action"] ?? "";
        Asked.Enqueue(region == "us-east-1" ? operation : $"{operation} {region}");
        if (operation == Hangs)
        {
            _held.TrySetResult();
            return;
        }

        (int Status, string Text) answer;
        lock (_lock)
        {
            answer = Refuses.TryGetValue(operation, out var refusal)
                ? (refusal.Status, Refusal(service, refusal.Code, refusal.Message))
                : Disabled.Contains(region) ? (403, Refusal(service, "InvalidClientTokenId", "The security token is invalid"))
                : service == "bedrock" ? OfBedrock(region)
                : service == "s3" ? S3(context.Request, operation, body)
                : service == "lambda" ? Function()
                : target is not null ? OfParameter(operation, body)
                : Query(operation, form, region);
        }

        context.Response.StatusCode = answer.Status;
        context.Response.Headers["x-amz-bucket-region"] = region;
        context.Response.ContentType = target is null && service != "lambda" ? "text/xml" : "application/json";
        // Of a length that is said: the end of a body without one would be read as the next answer after a HEAD.
        var bytes = context.Request.HttpMethod == "HEAD" ? [] : Encoding.UTF8.GetBytes(answer.Text);
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private static string Refusal(string service, string code, string message) => service switch
    {
        "ssm" or "lambda" => $$"""{"__type":"{{code}}","message":"{{message}}"}""",
        "s3" => $"<Error><Code>{code}</Code><Message>{message}</Message></Error>",
        _ => $"<ErrorResponse><Error><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message></Error></ErrorResponse>",
    };

    private (int Status, string Text) OfBedrock(string region) =>
        (Bedrock.TryGetValue(region, out var code) ? code : "UnrecognizedClientException") is { } refused
            ? (403, Refusal("ssm", refused, "no"))
            : (200, "{}");

    // Systems Manager: where home lives, when it is deployed.
    private (int Status, string Text) OfParameter(string operation, string body)
    {
        if (operation == "PutParameter")
        {
            Parameter = JsonElement.Parse(body).GetProperty("Value").GetString();
            return (200, """{"Version":2}""");
        }

        var name = JsonElement.Parse(body).GetProperty("Name").GetString()!.Split('/')[2];
        if (Parameter is "" || Find(name) is not { } home
            || home.Status is "REVIEW_IN_PROGRESS" or "ROLLBACK_COMPLETE" or "CREATE_IN_PROGRESS")
        {
            return (400, Refusal("ssm", "ParameterNotFound", "it is not there"));
        }

        return (200, JsonSerializer.Serialize(
            new { Parameter = new { Value = Parameter ?? JsonSerializer.Serialize(Place(home).ToParameter()) } }));
    }

    // Lambda: what the deployment told the watch.
    private (int Status, string Text) Function() => HasWatch && Find("KillSwitch") is { } home
        ? (200, JsonSerializer.Serialize(new
        {
            FunctionName = "KillSwitch-Watch",
            Handler = "watch",
            Environment = new { Variables = Place(home).ToVariables() },
        }))
        : (403, Refusal("lambda", "AccessDeniedException", "no"));

    private static Deployment Place(StandStack home)
    {
        var prefix = new GuardResources(home.Name, null).Prefix;
        var name = home.Name;
        return new Deployment(name, "us-east-1", prefix + "Table", $"arn:aws:sns:us-east-1:{Account}:{prefix}Topic")
        {
            Denies = PreparedDeny.All.Where(deny => !deny.NeedsOperators)
                .ToImmutableDictionary(deny => deny, deny => deny.Arn(name, "aws", Account, "us-east-1")),
            Sensors = (home.Parameters.GetValueOrDefault("regions") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            Operators = ["role/oncall"],
        };
    }

    private (int Status, string Text) Query(string operation, NameValueCollection form, string region)
    {
        var stack = Stacks.FindLast(one => one.Id == form["StackName"]) ?? Find(form["StackName"] ?? "", region);
        return operation switch
        {
            "GetCallerIdentity" => Answer(operation, $"<Arn>{Caller}</Arn><Account>{Account}</Account>"),
            "CreateChangeSet" => Create(form, region, stack),
            "DescribeChangeSet" => Described(form["ChangeSetName"]!),
            "DeleteChangeSet" => Deleted(form["ChangeSetName"]!),
            "ExecuteChangeSet" => Executed(form["ChangeSetName"]!),
            _ when stack is null => (400, Refusal("cloudformation", "ValidationError", "Stack does not exist")),
            "DescribeStacks" => Answer(operation, $"<Stacks><member>{Described(stack)}</member></Stacks>"),
            "DescribeStackEvents" => Answer(operation, "<StackEvents>" + string.Concat(stack.Events.AsEnumerable().Reverse().Select(one =>
                $"<member><EventId>{one.Id}</EventId><LogicalResourceId>{one.Logical}</LogicalResourceId><ResourceType>{one.Type}"
                + $"</ResourceType><ResourceStatus>{one.Status}</ResourceStatus><ResourceStatusReason>{one.Reason}</ResourceStatusReason>"
                + "</member>")) + "</StackEvents>"),
            "GetTemplate" => Answer(operation, $"<TemplateBody>{SecurityElement.Escape(stack.Template)}</TemplateBody>"),
            "ListStackResources" => Answer(operation, "<StackResourceSummaries><member><LogicalResourceId>LedgerTable</LogicalResourceId>"
                + "<PhysicalResourceId>KillSwitch-Table</PhysicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType></member>"
                + "<member><LogicalResourceId>Watch</LogicalResourceId><PhysicalResourceId>KillSwitch-Watch</PhysicalResourceId>"
                + "<ResourceType>AWS::Lambda::Function</ResourceType></member>"
                + "</StackResourceSummaries>"),
            "UpdateTerminationProtection" => Protected(stack, form["EnableTerminationProtection"] == "true"),
            "DeleteStack" => Removed(stack),
            _ => (400, Refusal("cloudformation", "InvalidAction", operation)),
        };
    }

    private (int Status, string Text) Create(NameValueCollection form, string region, StandStack? stack)
    {
        DeploymentModes.Add(form["DeploymentMode"] ?? "");
        var isCreate = form["ChangeSetType"] == "CREATE";
        if (isCreate && stack is { Status: not "REVIEW_IN_PROGRESS" })
            return (400, Refusal("cloudformation", "ValidationError", $"Stack [{stack.Name}] already exists and cannot be created again"));
        if (!isCreate && stack is null)
            return (400, Refusal("cloudformation", "ValidationError", "Stack does not exist"));
        stack ??= Put(form["StackName"]!, "REVIEW_IN_PROGRESS", "", region);
        var template = Objects[new Uri(form["TemplateURL"]!).AbsolutePath.TrimStart('/')];
        var parameters = new Dictionary<string, string>();
        for (var i = 1; form[$"Parameters.member.{i}.ParameterKey"] is { } key; i++)
        {
            parameters[key] = form[$"Parameters.member.{i}.UsePreviousValue"] == "true" ? stack.Parameters[key]
                : form[$"Parameters.member.{i}.ParameterValue"] ?? "";
        }

        var id = $"arn:aws:cloudformation:{region}:{Account}:changeSet/{form["ChangeSetName"]}/{Guid.NewGuid()}";
        _changeSets[id] = (stack, form["ChangeSetType"]!, template, parameters);
        return Answer("CreateChangeSet", $"<Id>{id}</Id><StackId>{stack.Id}</StackId>");
    }

    private (int Status, string Text) Described(string changeSet)
    {
        var (stack, type, template, parameters) = _changeSets[changeSet];
        var isSame = type == "UPDATE" && stack.Template == template
            && stack.Parameters.OrderBy(one => one.Key).SequenceEqual(parameters.OrderBy(one => one.Key));
        return Answer("DescribeChangeSet", isSame
            ? "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes. Submit different information to create "
                + "a change set.</StatusReason>"
            : "<Status>CREATE_COMPLETE</Status><Changes>" + string.Concat(
                JsonElement.Parse(template).GetProperty("Resources").EnumerateObject().Select(one =>
                    $"<member><Type>Resource</Type><ResourceChange><Action>{(type == "CREATE" ? "Add" : "Modify")}</Action>"
                    + $"<LogicalResourceId>{one.Name}</LogicalResourceId><ResourceType>{one.Value.GetProperty("Type").GetString()}"
                    + $"</ResourceType><Replacement>{(one.Name == "LedgerTable" ? "True" : "False")}</Replacement></ResourceChange>"
                    + "</member>"))
                + "</Changes>");
    }

    private (int Status, string Text) Deleted(string changeSet)
    {
        _changeSets.Remove(changeSet);
        return Answer("DeleteChangeSet", "");
    }

    private (int Status, string Text) Executed(string changeSet)
    {
        var (stack, type, template, parameters) = _changeSets[changeSet];
        stack.Status = type + "_IN_PROGRESS";
        stack.Add(stack.Status);
        if (Fails is { } failure)
        {
            stack.Add(failure.Logical, failure.Type, type + "_FAILED", failure.Reason);
            stack.Add("Other", "AWS::SNS::Topic", type + "_FAILED", "Resource creation cancelled");
            stack.EndsIn = failure.Status;
            if (type == "CREATE")
                stack.Template = template;
            Fails = null;
        }
        else
        {
            (stack.Template, stack.Parameters, stack.EndsIn) = (template, parameters, type + "_COMPLETE");
        }

        return Answer("ExecuteChangeSet", "");
    }

    private static (int Status, string Text) Protected(StandStack stack, bool isProtected)
    {
        stack.IsProtected = isProtected;
        return Answer("UpdateTerminationProtection", $"<StackId>{stack.Id}</StackId>");
    }

    private (int Status, string Text) Removed(StandStack stack)
    {
        if (stack.IsProtected)
        {
            return (400, Refusal("cloudformation", "ValidationError",
                $"Stack [{stack.Name}] cannot be deleted while TerminationProtection is enabled"));
        }

        stack.Add("DELETE_IN_PROGRESS");
        (stack.Status, stack.EndsIn) = stack.Status == "REVIEW_IN_PROGRESS" ? ("DELETE_COMPLETE", null)
            : ("DELETE_IN_PROGRESS", "DELETE_COMPLETE");
        if (Fails is { } failure)
        {
            stack.Add(failure.Logical, failure.Type, "DELETE_FAILED", failure.Reason);
            stack.EndsIn = failure.Status;
            Fails = null;
        }

        return Answer("DeleteStack", "");
    }

    // What is going on ends after it was seen once.
    private static string Described(StandStack stack)
    {
        var text = $"<StackId>{stack.Id}</StackId><StackName>{stack.Name}</StackName><StackStatus>{stack.Status}</StackStatus>"
            + $"<EnableTerminationProtection>{(stack.IsProtected ? "true" : "false")}</EnableTerminationProtection><Parameters>"
            + string.Concat(stack.Parameters.Select(one => $"<member><ParameterKey>{one.Key}</ParameterKey><ParameterValue>{one.Value}"
                + "</ParameterValue></member>")) + "</Parameters>"
            + "<Outputs><member><OutputKey>NextStep</OutputKey><OutputValue>killswitch doctor</OutputValue></member></Outputs>"
            + (stack.Template.Contains("Kill switch for Amazon Bedrock", StringComparison.Ordinal)
                ? "<Description>Kill switch for Amazon Bedrock</Description>" : "");
        if (stack.EndsIn is { } end)
        {
            (stack.Status, stack.EndsIn) = (end, null);
            stack.Add(end);
        }

        return text;
    }

    private static string S3Operation(HttpListenerRequest request)
    {
        var isBucket = !request.Url!.AbsolutePath.Trim('/').Contains('/', StringComparison.Ordinal);
        var query = request.Url.Query.TrimStart('?').Split('&', '=')[0];
        return $"{request.HttpMethod} {(isBucket ? "bucket" : "object")}{(query.Length == 0 || query == "x-id" ? "" : "?" + query)}";
    }

    private (int Status, string Text) S3(HttpListenerRequest request, string operation, string body)
    {
        var path = request.Url!.AbsolutePath.Trim('/');
        var bucket = path.Split('/')[0];
        if (OfOthers.Contains(bucket))
            return (403, Refusal("s3", "AccessDenied", "Access Denied"));
        switch (operation)
        {
            case "PUT bucket":
                Objects[bucket] = "";
                return (200, "");
            case "PUT bucket?tagging":
                Objects[bucket] = body;
                return (200, "");
            case "GET bucket?tagging" when Objects.GetValueOrDefault(bucket) is { Length: > 0 } tags:
                return (200, tags);
            case "GET bucket?tagging":
                return (404, Refusal("s3", "NoSuchTagSet", "The TagSet does not exist"));
            case "PUT object":
                Objects[path] = Unchunked(body);
                return (200, "");
            case "HEAD object":
                return (404, "");
            case "GET bucket?versions":
                var prefix = HttpUtility.ParseQueryString(request.Url.Query)["prefix"] ?? "";
                return (200, "<ListVersionsResult><IsTruncated>false</IsTruncated>" + string.Concat(Objects.Keys
                    .Where(key => key.StartsWith($"{bucket}/{prefix}", StringComparison.Ordinal))
                    .Select(key => $"<Version><Key>{key[(bucket.Length + 1)..]}</Key><VersionId>v1</VersionId></Version>"))
                    + "</ListVersionsResult>");
            case "POST bucket?delete":
                foreach (var key in Key().Matches(body).Select(one => one.Groups[1].Value))
                    Objects.TryRemove($"{bucket}/{key}", out _);
                return (200, "<DeleteResult/>");
            case "DELETE bucket":
                Objects.TryRemove(bucket, out _);
                return (204, "");
            case "HEAD bucket":
                return (Objects.ContainsKey(bucket) ? 200 : 404, "");
            default:
                return (200, "");
        }
    }

    // Without TLS the SDK signs what it sends piece by piece.
    private static string Unchunked(string body) => Chunk().Match(body) is { Success: true } head
        && int.Parse(head.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var length
        && head.Length + length <= body.Length ? body.Substring(head.Length, length) : body;

    private static (int Status, string Text) Answer(string operation, string members) =>
        (200, $"<{operation}Response><{operation}Result>{members}</{operation}Result></{operation}Response>");

    [GeneratedRegex("Credential=[^/]+/[^/]+/([^/]+)/([^/]+)/")]
    private static partial Regex Scope();

    [GeneratedRegex("^([0-9a-fA-F]+)(;[^\\r]*)?\\r\\n")]
    private static partial Regex Chunk();

    [GeneratedRegex("<Key>([^<]+)</Key>")]
    private static partial Regex Key();
}
