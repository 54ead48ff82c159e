using System.Net;
using System.Text;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Account.Tests.Gateways;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests;

/// <summary>
/// A gateway with one role for several teams honours the stop of a tag: a small proxy with the pre-call hook, and what answers Envoy's
/// ext_authz, each asking the packaged program at a function URL.
/// </summary>
public sealed class GatewayStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    private const string Gateway = "role/litellm";
    private const string Payments = "tag:team=payments";

    private static readonly HttpClient Http = new();

    [Fact]
    public async Task A_team_over_its_limit_is_refused_by_the_proxy_and_by_Envoy_and_the_others_pass_until_it_is_restored()
    {
        var key = await guard.RoleAsync("litellm");
        (await guard.ApplyAsync(Policy("none"), "--yes")).Succeeded();
        await using var function = guard.Start("gateway");
        using var url = new FunctionUrl(function);
        var port = FunctionUrl.FreePort();
        using var proxy = await PythonServer.StartAsync([InTests("proxy.py"), $"{port}"], Settings(url.Url.ToString()));
        var envoyPort = FunctionUrl.FreePort();
        using var envoy = await PythonServer.StartAsync([Integration, "ext-authz", "--port", $"{envoyPort}"], Settings(url.Url.ToString()));

        (await ChatAsync(port, "payments")).Status.ShouldBe(HttpStatusCode.OK, proxy.Errors);
        (await CheckAsync(envoyPort, "payments")).ShouldBe(HttpStatusCode.OK, envoy.Errors);

        await guard.DeliverAsync([.. Of("payments", 4), .. Of("shop", 1)]);
        var stop = (await guard.StopsAsync(Payments)).ShouldHaveSingleItem();
        (stop.GetProperty("state").GetString(), stop.GetProperty("cooperative").GetBoolean()).ShouldBe(("enforced", true));
        (await guard.CliAsync("status")).Output.ShouldContain(Payments);
        (await guard.CliAsync("explain", stop.GetProperty("id").GetString()!)).Output.ShouldContain("stopped cooperatively");
        // IAM denies nobody anything.
        (await guard.InvokesAsync(key)).ShouldBeTrue();

        await UntilAsync(async () => (await ChatAsync(port, "payments")).Status == HttpStatusCode.Forbidden);
        var refused = await ChatAsync(port, "payments");
        refused.Body.GetProperty("error").GetString().ShouldNotBeNull().ShouldStartWith("stopped by the kill switch since ");
        await UntilAsync(async () => await CheckAsync(envoyPort, "payments") == HttpStatusCode.Forbidden);
        (await CheckAsync(envoyPort, "shop")).ShouldBe(HttpStatusCode.OK);
        (await CheckAsync(envoyPort, null)).ShouldBe(HttpStatusCode.OK);

        // What the guard counts by is what the hook goes by, whatever the caller sends.
        var passed = await ChatAsync(port, "shop", """{"model":"opus","requestMetadata":{"team":"payments","app":"web"}}""");
        (passed.Status, passed.Body.GetProperty("requestMetadata").GetProperty("team").GetString(),
            passed.Body.GetProperty("requestMetadata").GetProperty("app").GetString()).ShouldBe((HttpStatusCode.OK, "shop", "web"));
        var nobodys = await ChatAsync(port, "nobody", """{"model":"opus","requestMetadata":{"team":"shop"}}""");
        (nobodys.Status, nobodys.Body.TryGetProperty("requestMetadata", out _)).ShouldBe((HttpStatusCode.OK, false));

        // Elsewhere nothing is stopped, and no other provider is sent what Bedrock alone knows.
        var elsewhere = await ChatAsync(port, "payments", """{"model":"gpt-elsewhere"}""");
        (elsewhere.Status, elsewhere.Body.TryGetProperty("requestMetadata", out _)).ShouldBe((HttpStatusCode.OK, false));

        // What has not changed is not sent again, and every request is signed.
        await UntilAsync(() => Task.FromResult(url.Asked.Any(asked => asked.Status == 304)));
        url.Asked.ShouldAllBe(asked => asked.Headers["authorization"].Contains("/us-east-1/lambda/aws4_request", StringComparison.Ordinal));
        JsonElement view = default;
        await UntilAsync(async () =>
        {
            view = JsonDocument.Parse(await Http.GetStringAsync(new Uri(url.Url, "?tag=team%3Dshop"))).RootElement;
            return view.GetProperty("room").GetArrayLength() > 0;
        });
        view.GetProperty("stops").GetArrayLength().ShouldBe(0);
        view.GetProperty("room")[0].GetProperty("left").GetDecimal().ShouldBeInRange(1.8m, 2m);
        using var posted = await Http.PostAsync(url.Url, new StringContent(""));
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        (await guard.CliAsync("restore", Payments, "--raise", "100")).Succeeded();
        await UntilAsync(async () => (await ChatAsync(port, "payments")).Status == HttpStatusCode.OK);
        await UntilAsync(async () => await CheckAsync(envoyPort, "payments") == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_gateway_that_does_not_honour_it_is_told_of_and_stopped_where_the_rule_says_so()
    {
        var key = await guard.RoleAsync("deaf");
        (await guard.ApplyAsync(Policy("principal", "deaf"), "--yes")).Succeeded();
        await guard.DeliverAsync(Of("deaf", 4, "role/deaf"));
        var id = (await guard.StopsAsync("tag:team=deaf")).ShouldHaveSingleItem().GetProperty("id").GetString()!;

        await guard.BackdateAsync(id, TimeSpan.FromMinutes(10));
        await guard.DeliverAsync(Of("shop", 2, "role/deaf"));
        (await guard.InvokesAsync(key)).ShouldBeTrue();
        await guard.DeliverAsync(Of("deaf", 2, "role/deaf"));

        (await guard.InvokesAsync(key)).ShouldBeFalse();
        var stop = (await guard.StopsAsync("tag:team=deaf")).ShouldHaveSingleItem();
        (stop.GetProperty("state").GetString(), stop.GetProperty("escalatedTo").GetString())
            .ShouldBe(("leaking", (await guard.StopsAsync("role/deaf")).ShouldHaveSingleItem().GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("open", HttpStatusCode.OK)]
    [InlineData("closed", HttpStatusCode.Forbidden)]
    public async Task A_gateway_that_cannot_ask_falls_as_its_setting_says(string fail, HttpStatusCode answer)
    {
        var port = FunctionUrl.FreePort();
        using var envoy = await PythonServer.StartAsync(
            [Integration, "ext-authz", "--port", $"{port}"], Settings($"http://127.0.0.1:{FunctionUrl.FreePort()}/", fail));

        (await CheckAsync(port, "payments")).ShouldBe(answer);
        envoy.Errors.ShouldContain("the kill switch cannot be asked");
    }

    [Fact]
    public async Task An_answer_that_a_gateway_has_is_known_again_and_none_is_given_while_no_policy_can_be_read()
    {
        (await guard.ApplyAsync(Policy("none", "known"), "--yes")).Succeeded();
        string etag;
        await using (var function = guard.Start("gateway"))
        {
            using var url = new FunctionUrl(function);
            etag = (await AskAsync(url.Url, null)).ETag.ShouldNotBeNull();
            foreach (var known in (string[])[etag, "W/" + etag, $"\"x\", W/{etag}", "*"])
                (await AskAsync(url.Url, known)).ShouldBe((HttpStatusCode.NotModified, etag), known);
            (await AskAsync(url.Url, "\"x\"")).ShouldBe((HttpStatusCode.OK, etag));
        }

        await guard.DamagePolicyAsync();
        await using (var function = guard.Start("gateway"))
        {
            using var url = new FunctionUrl(function);
            (await AskAsync(url.Url, etag)).ShouldBe((HttpStatusCode.ServiceUnavailable, null));
            (await AskAsync(url.Url, "*")).ShouldBe((HttpStatusCode.ServiceUnavailable, null));
        }

        (await guard.ApplyAsync(Policy("none", "known"), "--yes")).Succeeded();
        await using (var function = guard.Start("gateway"))
        {
            using var url = new FunctionUrl(function);
            (await AskAsync(url.Url, etag)).Status.ShouldBe(HttpStatusCode.NotModified);
        }

        static async Task<(HttpStatusCode Status, string? ETag)> AskAsync(Uri url, string? ifNoneMatch)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (ifNoneMatch is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
            using var answer = await Http.SendAsync(request);
            return (answer.StatusCode, answer.Headers.ETag?.Tag);
        }
    }

    private static string Integration => Path.Combine(Repository.Root, "integrations", "killswitch_gateway.py");

    private static string InTests(string file) =>
        Path.Combine(Repository.Root, "tests", "KillSwitch.Account.Tests", "Gateways", file);

    private static string Policy(string escalate, string team = "*") => $$"""
        version: 1
        rules:
          - id: team-day
            match: { tags.team: "{{team}}" }
            per: "tag:team"
            limit: { usd: 3 }
            every: day
            stop: tag
            escalate: {{escalate}}
            brake: exact
        """;

    private static Invocation[] Of(string team, int count, string role = Gateway) =>
        [.. Calls.Of(role, count).Select(call => call with { Tags = new Dictionary<string, string> { ["team"] = team } })];

    private static Dictionary<string, string> Settings(string url, string fail = "open") => new()
    {
        ["KILLSWITCH_GATEWAY_URL"] = url,
        ["KILLSWITCH_POLL_SECONDS"] = "0.3",
        ["KILLSWITCH_FAIL"] = fail,
        ["KILLSWITCH_MODELS"] = "opus, claude-*",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
    };

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ChatAsync(
        int port, string team, string body = """{"model":"opus"}""")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/chat/completions")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + team);
        using var answer = await Http.SendAsync(request);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    // As Envoy asks: with the method, the path and the headers of the request itself.
    private static async Task<HttpStatusCode> CheckAsync(int port, string? team)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/model/x/converse");
        if (team is not null)
            request.Headers.Add("x-team", team);
        using var answer = await Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 250; i++)
        {
            if (await isSo())
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException("it did not come about");
    }
}
