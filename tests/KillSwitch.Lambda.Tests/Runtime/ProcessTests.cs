using System.Net;
using System.Text.Json;
using KillSwitch.Lambda.Tests.RuntimeApi;

namespace KillSwitch.Lambda.Tests.Runtime;

public class ProcessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static bool HasNoSignals => OperatingSystem.IsWindows();

    [Fact]
    public async Task The_handler_names_the_function_that_is_served()
    {
        await using var lambda = LocalRuntimeApi.Start();
        await using var process = BootstrapProcess.Start(lambda.Address, "diagnose");

        var answer = await lambda.EnqueueAsync("{}");

        answer.Json().GetProperty("refusesTruncatedGzip").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Its_diagnosis_can_be_had_without_Lambda()
    {
        await using var process = BootstrapProcess.Start(runtimeApi: null, "", "diagnose");

        var (exitCode, output) = await process.EndAsync(Soon);

        exitCode.ShouldBe(0);
        using var facts = JsonDocument.Parse(output);
        facts.RootElement.GetProperty("refusesTruncatedGzip").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_handler_is_an_init_error()
    {
        await using var lambda = LocalRuntimeApi.Start();
        await using var process = BootstrapProcess.Start(lambda.Address, "metre");

        (await process.EndAsync(Soon)).ExitCode.ShouldBe(1);
        (await lambda.InitError).Json().GetProperty("errorMessage").GetString()!.ShouldStartWith("no function is called `metre`");
    }

    [Fact]
    public async Task A_Runtime_API_that_fails_is_a_failed_process_with_a_log_line()
    {
        await using var lambda = LocalRuntimeApi.Start();
        lambda.Refuse("next", HttpStatusCode.InternalServerError);
        await using var process = BootstrapProcess.Start(lambda.Address, "diagnose");

        var (exitCode, output) = await process.EndAsync(Soon);

        exitCode.ShouldBe(1);
        using var line = JsonDocument.Parse(output);
        line.RootElement.GetProperty("message").GetString().ShouldBe("the Runtime API failed");
        line.RootElement.GetProperty("function").GetString().ShouldBe("diagnose");
    }

    [Fact]
    public async Task Outside_Lambda_it_says_so_and_fails()
    {
        await using var process = BootstrapProcess.Start(runtimeApi: null, "diagnose");

        var (exitCode, output) = await process.EndAsync(Soon);

        exitCode.ShouldBe(1);
        output.ShouldContain("AWS_LAMBDA_RUNTIME_API");
    }

    [Fact(Skip = "there is no SIGTERM on Windows", SkipWhen = nameof(HasNoSignals))]
    public async Task SIGTERM_while_idle_ends_with_success()
    {
        await using var lambda = LocalRuntimeApi.Start();
        await using var process = BootstrapProcess.Start(lambda.Address, "diagnose");
        await lambda.WhenAskedAsync(1, Soon);

        process.Terminate();

        (await process.EndAsync(Soon)).ExitCode.ShouldBe(0);
    }

    [Fact(Skip = "there is no SIGTERM on Windows", SkipWhen = nameof(HasNoSignals))]
    public async Task SIGTERM_while_busy_lets_the_answer_out_first()
    {
        await using var lambda = LocalRuntimeApi.Start();
        await using var process = BootstrapProcess.Start(lambda.Address, "diagnose");
        lambda.HoldPosts = TimeSpan.FromMilliseconds(150);
        var answer = lambda.EnqueueAsync("{}");
        while (!lambda.Calls.Any(call => call.EndsWith("/response", StringComparison.Ordinal)))
            await Task.Delay(1);

        process.Terminate();

        (await process.EndAsync(Soon)).ExitCode.ShouldBe(0);
        (await answer).IsError.ShouldBeFalse();
        lambda.Asked.ShouldBe(1);
    }
}
