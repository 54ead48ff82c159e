using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;
using KillSwitch.Cli.Help;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Deploying;
using KillSwitch.Cli.Tests.Docs;
using KillSwitch.Cli.Tests.Help;

namespace KillSwitch.Cli.Tests.Verbs;

/// <summary>
/// Each verb that asks an account, where the account cannot be asked: one sentence, nothing on stdout, and its cause's exit code. Which
/// verbs those are the program's own tree says. Alone, because the environment is everyone's.
/// </summary>
[CollectionDefinition(nameof(AccountVerbTests), DisableParallelization = true)]
[Collection(nameof(AccountVerbTests))]
public sealed class AccountVerbTests : IDisposable
{
    private static readonly string Policy = Path.Combine(Page.Root, "killswitch.yaml");

    // What is deployed, as long as the tests run.
    private static readonly ReleaseFolder Release = new();

    // What each verb needs to ask at all.
    private static readonly Dictionary<string, string[]> Arguments = new()
    {
        ["approve"] = ["stop-1"],
        ["bill"] = [],
        ["caching"] = [],
        ["deploy"] = ["--yes", "--from", Release.Folder],
        ["destroy"] = ["--yes"],
        ["doctor"] = [],
        ["drill"] = ["--yes"],
        ["explain"] = ["stop-1"],
        ["init"] = ["-", "--from-account"],
        ["policy apply"] = [Policy],
        ["policy check"] = [Policy, "--account"],
        ["policy show"] = [],
        ["prices"] = ["amazon.nova-micro-v1:0"],
        ["prices accept"] = ["--yes"],
        ["prices check"] = [],
        ["prices diff"] = [],
        ["prices refresh"] = [],
        ["raise"] = ["role/agent", "--rule", "agent-monthly-cap", "--by", "5", "--reason", "a test"],
        ["reject"] = ["stop-1", "--reason", "a test"],
        ["replay"] = ["--policy", Policy, "--from-account"],
        ["restore"] = ["stop-1"],
        ["status"] = [],
        ["stop"] = ["role/agent", "--reason", "a test"],
        ["usage"] = [],
        ["watch"] = ["--once"],
    };

    /// <summary>A verb with what it needs to ask at all.</summary>
    internal static string[] Line(string verb) => [.. verb.Split(' '), .. Arguments[verb]];

    private readonly List<string> _set = [];

    public static TheoryData<string> Verbs => Having("--profile");

    // Those that go without a guard as well name the one that they mean.
    public static TheoryData<string> VerbsOfAGuard =>
        [.. Having("--stack").Select(one => one.Data).Except([.. Having("--from-account").Select(one => one.Data), "deploy"])];

    public void Dispose()
    {
        foreach (var name in _set)
            Environment.SetEnvironmentVariable(name, null);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_profile_that_is_none_is_bad_input(string verb) =>
        ShouldSay(await RunAsync(verb, "--profile", "nowhere-at-all"), ExitCode.BadInput, "`nowhere-at-all`");

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task No_network_is_an_answer_of_AWSs(string verb)
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        SignIn($"http://127.0.0.1:{port}");

        ShouldSay(await RunAsync(verb), ExitCode.AwsRefused, "AWS could not be ");
    }

    // Connected to, and never answered.
    [Fact]
    public async Task Silence_ends_every_verb_with_the_service_and_its_host()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var host = $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        SignIn("http://" + host);
        Set("AWS_MAX_ATTEMPTS", "3");
        Set("KILLSWITCH_TIMEOUT", "1s");
        var watch = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Having("--profile").Select(row => row.Data).Select(async verb => (verb, await RunAsync(verb))));

        // Nobody asks three times.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        foreach (var (verb, run) in runs)
        {
            ShouldSay(run, ExitCode.AwsRefused, $" did not answer at `{host}` within 1 s: look at the network");
            run.Error.ShouldContain("AWS could not be reached: ", customMessage: verb);
        }
    }

    [Theory]
    [InlineData("`agent-7` cannot be stopped; allowed is `role/NAME`", "stop", "agent-7", "--reason", "r")]
    [InlineData("`root` cannot be stopped", "stop", "root", "--reason", "r")]
    [InlineData("`arn:aws:s3:::bucket` cannot be stopped", "stop", "arn:aws:s3:::bucket", "--reason", "r")]
    [InlineData("`--deactivate-keys` is of users", "stop", "role/agent", "--deactivate-keys", "--reason", "r")]
    [InlineData("`agent-7` cannot be stopped", "raise", "agent-7", "--rule", "cap", "--by", "5", "--reason", "r")]
    [InlineData("`-5` is not an amount", "raise", "role/agent", "--rule", "cap", "--by", "-5", "--reason", "r")]
    [InlineData("`soon` is no day", "raise", "role/agent", "--rule", "cap", "--by", "5", "--reason", "r", "--until", "soon")]
    [InlineData("`--until 2020-01-01` is over",
        "raise", "role/agent", "--rule", "cap", "--by", "5", "--reason", "r", "--until", "2020-01-01")]
    [InlineData("`--until 2999-01-01` is too far",
        "raise", "role/agent", "--rule", "cap", "--by", "5", "--reason", "r", "--until", "2999-01-01")]
    [InlineData("`0` is not an amount", "restore", "role/agent", "--raise", "0")]
    [InlineData("a blank names no stop and no target", "restore", " ")]
    [InlineData("`/dev/null/drill.html` cannot be written", "drill", "--yes", "--report", "/dev/null/drill.html")]
    [InlineData("`` is not allowed for `--report`", "drill", "--yes", "--report", "")]
    [InlineData("`0` is not allowed for `--budget`", "drill", "--yes", "--budget", "0")]
    [InlineData("`9s` is not allowed for `--patience`; allowed: from `10s` to `5m`", "drill", "--yes", "--patience", "9s")]
    [InlineData("`21600s` is not allowed for `--patience`; allowed: from `10s` to `5m`", "drill", "--yes", "--patience", "6h")]
    [InlineData("`NaN` is not allowed for `--budget`", "drill", "--yes", "--budget", "NaN")]
    [InlineData("`1000000` is not allowed for `--budget`", "drill", "--yes", "--budget", "1000000")]
    public async Task What_is_wrong_whoever_is_asked_is_refused_before_anybody_signs_in(string part, params string[] line)
    {
        // Who signs in reads this first.
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:1");

        ShouldSay(await Run.Of([.. line, "--profile", "nowhere-at-all"]), ExitCode.BadInput, part);
    }

    [Theory]
    [InlineData("role/agent")]
    [InlineData("role/agent/nightly")]
    [InlineData("arn:aws:iam::111122223333:role/teams/agent")]
    [InlineData("111122223333")]
    [InlineData("principalTag:team=payments")]
    [InlineData("model/anthropic.claude-opus-4-6-v1")]
    public async Task What_may_be_right_is_asked_of_the_account(string target) => ShouldSay(
        await Run.Of("stop", target, "--reason", "r", "--profile", "nowhere-at-all"), ExitCode.BadInput, "`nowhere-at-all`");

    [Fact]
    public async Task A_time_to_wait_that_is_none_is_bad_input()
    {
        SignIn("http://127.0.0.1:1");
        Set("KILLSWITCH_TIMEOUT", "soon");

        ShouldSay(await RunAsync("status"), ExitCode.BadInput, "`soon` in KILLSWITCH_TIMEOUT is no time to wait");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_refusal_is_an_answer_of_AWSs(string verb)
    {
        using var account = new Account(_ => (403, "AccessDeniedException"));
        SignIn(account.Url);

        ShouldSay(await RunAsync(verb), ExitCode.AwsRefused, "AWS said no: ");
    }

    // Of a service that fails without a word, or with one that every service says.
    [Theory]
    [InlineData(500, "", "AWS said no: status 500 came back for `GetParameter` of SSM, without AWS's own words")]
    [InlineData(500, "InternalServerError", "AWS said no: AWS failed by itself (`InternalServerError` on `GetParameter` of SSM)")]
    [InlineData(400, "ThrottlingException", "AWS said no: AWS asked to slow down (`ThrottlingException` on `GetParameter` of SSM)")]
    public async Task A_failure_says_which_call_failed(int status, string code, string sentence)
    {
        using var account = new Account(_ => (status, code));
        SignIn(account.Url);
        Set("AWS_MAX_ATTEMPTS", "1");

        ShouldSay(await RunAsync("status"), ExitCode.AwsRefused, sentence);
    }

    [Theory]
    [MemberData(nameof(VerbsOfAGuard))]
    public async Task An_account_without_a_guard_is_bad_input(string verb)
    {
        using var account = new Account(target => target.Contains("GetParameter", StringComparison.Ordinal) ? (400, "ParameterNotFound")
            : target == "DescribeStacks" ? (400, "ValidationError") : target.Length == 0 ? (404, "NoSuchBucket") : (200, ""));
        SignIn(account.Url);

        ShouldSay(await RunAsync(verb), ExitCode.BadInput, "no guard called `KillSwitch` is deployed in `us-east-1`");
    }

    private static TheoryData<string> Having(string option) =>
    [
        .. VerbPage.All(Tree.Root).Where(command => command.Options.Any(one => one.Name == option))
            .Select(command => VerbPage.Of(command).Name["killswitch ".Length..]),
    ];

    private static async Task<Run> RunAsync(string verb, params string[] more)
    {
        Arguments.ShouldContainKey(verb);
        string[] stack = Having("--stack").Any(one => one.Data == verb) ? ["--stack", "KillSwitch"] : [];
        return await Run.Of([.. verb.Split(' '), .. Arguments[verb], "--region", "us-east-1", .. stack, .. more]);
    }

    private static void ShouldSay(Run run, int exitCode, string part)
    {
        (run.ExitCode, run.Output).ShouldBe((exitCode, ""), run.Error);
        // What is advised of a policy stands before it.
        var sentence = run.Error.Trim().Split('\n')[^1];
        sentence.ShouldStartWith("killswitch: ");
        sentence.ShouldContain(part);
    }

    private void SignIn(string url)
    {
        Set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_ENDPOINT_URL", url);
        Set("AWS_MAX_ATTEMPTS", "1");
    }

    private void Set(string name, string value)
    {
        _set.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>An account that gives one answer: a status and an error's code, as the service in question writes them.</summary>
    private sealed class Account : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Func<string, (int Status, string Code)> _answer;
        private readonly Task _serving;

        /// <param name="answer">For the operation of a JSON service or of one of forms, and <c>""</c> for any other.</param>
        public Account(Func<string, (int Status, string Code)> answer)
        {
            _answer = answer;
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
                var target = context.Request.Headers["X-Amz-Target"];
                var isQuery = context.Request.ContentType?.StartsWith("application/x-www-form", StringComparison.Ordinal) == true;
                using var reader = new StreamReader(context.Request.InputStream);
                var form = isQuery ? HttpUtility.ParseQueryString(await reader.ReadToEndAsync()) : null;
                var (status, code) = _answer(target ?? form?["Action"] ?? "");
                context.Response.StatusCode = status;
                context.Response.Headers["x-amzn-ErrorType"] = code;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(!isQuery
                    ? $$"""{"__type":"{{code}}","message":"no"}"""
                    : status == 200
                    ? "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ana</Arn>"
                        + "<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
                    : $"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"));
                context.Response.Close();
            }
        }
    }
}
