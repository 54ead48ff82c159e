using System.Diagnostics;
using System.Text;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>What <c>integrations/killswitch_gateway.py</c> does where something goes wrong around it.</summary>
public class GatewayFileTests
{
    private const string Server = """
        import http.server, json, threading, time
        import killswitch_gateway as gateway

        class Guard(http.server.BaseHTTPRequestHandler):
            answers = []

            def do_GET(self):
                status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Guard)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stop = {"key": "team", "value": "payments", "since": "now", "until": None, "stop": "stop-1", "reason": "over"}
        stopped = (200, json.dumps({"stops": [stop]}))
        standing = gateway.Standing({
            "KILLSWITCH_GATEWAY_URL": f"http://127.0.0.1:{server.server_port}/", "KILLSWITCH_POLL_SECONDS": "0.05"})
        keys = lambda: ("AKID", "secret", None)
        standing._credentials.get = keys

        def refused_in_time():
            for _ in range(200):
                if standing.refusal("team", "payments"):
                    return True
                time.sleep(0.05)
            return False

        """;

    // What ends the thread that asks lets every call pass from then on.
    [Theory]
    [InlineData("""
        class Expired(Exception):
            pass
        tries = []
        def failing():
            tries.append(1)
            if len(tries) < 4:
                raise Expired("the SSO session has ended")
            return keys()
        standing._credentials.get = failing
        Guard.answers = [stopped]
        """)]
    [InlineData("Guard.answers = [(200, '[]'), (200, '{\"stops\": [1]}'), (200, 'null'), (500, ''), stopped]")]
    [InlineData("""
        Guard.answers = [stopped]
        ended = threading.Thread(target=lambda: None)
        ended.start()
        ended.join()
        standing._thread = ended
        """)]
    public async Task It_is_asked_again_whatever_went_wrong(string trouble) =>
        (await PythonAsync(Server + trouble + "\nprint(refused_in_time())")).ShouldBe("True");

    [Fact]
    public async Task Keys_that_are_refused_are_looked_for_anew() => (await PythonAsync(Server + """
        standing._credentials._found = ("old", "old", None)
        standing._credentials._ends = time.time() + 3600
        Guard.answers = [(403, ''), stopped]
        del standing._credentials.get
        standing._credentials._find = lambda: (keys(), time.time() + 3600)
        print(refused_in_time(), standing._credentials.get()[0])
        """)).ShouldBe("True AKID");

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("nan")]
    [InlineData("soon")]
    public async Task Seconds_that_are_none_are_one_sentence(string seconds) => (await PythonAsync($$"""
        import killswitch_gateway as gateway
        try:
            gateway.Standing({"KILLSWITCH_GATEWAY_URL": "https://x.example", "KILLSWITCH_POLL_SECONDS": "{{seconds}}"})
        except ValueError as error:
            print(error)
        """)).ShouldBe($"KILLSWITCH_POLL_SECONDS is `{seconds}`; allowed is a number of seconds above zero, such as `5`");

    [Fact]
    public async Task No_two_teams_are_one_in_the_request_metadata() => (await PythonAsync("""
        import killswitch_gateway as gateway
        names = ["\u00e9quipe", "\u00e8quipe", "\u65e5\u672c", "\u4e2d\u56fd", "(none)", "\u65e5" * 200 + "a", "\u65e5" * 200 + "b", "a\u00a0b"]
        values = [gateway.metadata_of(name) for name in names]
        print(len(set(values)), gateway.NONE in values, max(map(len, values)), all(map(str.isascii, values)), gateway.metadata_of("shop a/b"))
        """)).ShouldBe("8 False 256 True shop a/b");

    private static async Task<string> PythonAsync(string program)
    {
        var start = new ProcessStartInfo("python3", ["-B", "-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = Path.Combine(Page.Root, "integrations");
        using var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, errors.ToString());
        return output.Trim();
    }
}
