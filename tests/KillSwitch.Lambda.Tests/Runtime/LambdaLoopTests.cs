using System.Net;
using System.Text;
using KillSwitch.Lambda.Runtime;

namespace KillSwitch.Lambda.Tests.Runtime;

[Collection(LoopInThisProcess.OneAtATime)]
public class LambdaLoopTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_response_is_delivered()
    {
        await using var loop = new LoopInThisProcess(StubFunction.Echo);

        var answer = await loop.Lambda.EnqueueAsync("""{"say":"héllo"}""");

        answer.IsError.ShouldBeFalse();
        answer.Text.ShouldBe("""{"say":"héllo"}""");
    }

    [Fact]
    public async Task The_function_sees_the_event_as_it_was_handed_out()
    {
        Invoked? seen = null;
        await using var loop = new LoopInThisProcess(new StubFunction((invoked, _) =>
        {
            seen = invoked;
            return Task.FromResult("");
        }));
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeMilliseconds());

        await loop.Lambda.EnqueueAsync("{}"u8.ToArray(), deadline, "Root=1-a", "arn:aws:lambda:eu-west-1:1:function:f", "request-1");

        seen.ShouldNotBeNull();
        (seen.RequestId, seen.Deadline, seen.FunctionArn, seen.TraceId)
            .ShouldBe(("request-1", deadline, "arn:aws:lambda:eu-west-1:1:function:f", "Root=1-a"));
    }

    [Fact]
    public async Task A_payload_of_two_megabytes_arrives_whole_and_goes_back_whole()
    {
        await using var loop = new LoopInThisProcess(StubFunction.Echo);
        var payload = Encoding.ASCII.GetBytes(string.Create(2_000_000, 7, (text, _) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)('a' + (i * 31 % 26));
        }));

        var answer = await loop.Lambda.EnqueueAsync(payload);

        answer.Body.Span.SequenceEqual(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task An_exception_fails_its_invocation_with_type_message_and_stack_and_the_loop_goes_on()
    {
        await using var loop = new LoopInThisProcess(new StubFunction((invoked, _) => invoked.Payload.Length == 2
            ? throw new InvalidOperationException("no \"table\"", new TimeoutException("slow"))
            : Task.FromResult("fine")));

        var failed = await loop.Lambda.EnqueueAsync("{}");
        var next = await loop.Lambda.EnqueueAsync("{ }");

        failed.IsError.ShouldBeTrue();
        failed.ErrorType.ShouldBe("InvalidOperationException");
        var error = failed.Json();
        error.GetProperty("errorType").GetString().ShouldBe("InvalidOperationException");
        error.GetProperty("errorMessage").GetString().ShouldBe("no \"table\"");
        var stack = error.GetProperty("stackTrace").EnumerateArray().Select(frame => frame.GetString()!).ToArray();
        stack[0].ShouldStartWith("at ");
        stack.ShouldContain("caused by TimeoutException: slow");
        next.Text.ShouldBe("fine");
        loop.Logged.ShouldContain("\"message\":\"the invocation failed\"");
        loop.Logged.ShouldContain($"\"requestId\":\"{failed.RequestId}\"");
    }

    [Fact]
    public async Task A_function_that_cannot_be_created_is_an_init_error_and_ends_the_process()
    {
        await using var loop = new LoopInThisProcess((_, _) => throw new ArgumentException("no stack is named"));

        (await loop.ExitCode).ShouldBe(1);

        var error = await loop.Lambda.InitError;
        error.ErrorType.ShouldBe("ArgumentException");
        error.Json().GetProperty("errorMessage").GetString().ShouldBe("no stack is named");
        loop.Lambda.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_function_that_takes_too_long_is_cut_before_its_deadline_and_fails_by_that_name()
    {
        await using var loop = new LoopInThisProcess(new StubFunction(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return "";
        }));
        var deadline = DateTimeOffset.UtcNow.AddSeconds(2);

        var answer = await loop.Lambda.EnqueueAsync("{}", deadline);

        answer.ErrorType.ShouldBe("DeadlineExceeded");
        answer.Json().GetProperty("errorType").GetString().ShouldBe("DeadlineExceeded");
        DateTimeOffset.UtcNow.ShouldBeLessThan(deadline);
    }

    [Fact]
    public async Task A_deadline_that_is_past_cuts_at_once()
    {
        await using var loop = new LoopInThisProcess(new StubFunction((_, cancellation) =>
            Task.Run(() => "", cancellation)));

        var answer = await loop.Lambda.EnqueueAsync("{}", DateTimeOffset.UtcNow.AddMinutes(-1));

        answer.ErrorType.ShouldBe("DeadlineExceeded");
    }

    [Fact]
    public async Task A_cancellation_of_the_functions_own_is_no_missed_deadline()
    {
        await using var loop = new LoopInThisProcess(new StubFunction((_, _) => throw new TaskCanceledException("a call timed out")));

        var answer = await loop.Lambda.EnqueueAsync("{}");

        answer.ErrorType.ShouldBe("TaskCanceledException");
    }

    [Fact]
    public async Task The_trace_id_is_in_the_environment_for_its_invocation_only()
    {
        var seen = new List<string?>();
        await using var loop = new LoopInThisProcess(new StubFunction((_, _) =>
        {
            seen.Add(Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            return Task.FromResult("");
        }));

        await loop.Lambda.EnqueueAsync("{}", traceId: "Root=1-abc;Sampled=1");
        await loop.Lambda.EnqueueAsync("{}");
        await loop.Lambda.WhenAskedAsync(3, Soon);

        seen.ShouldBe(["Root=1-abc;Sampled=1", null]);
        Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID").ShouldBeNull();
    }

    [Fact]
    public async Task Idle_work_follows_the_answer_and_precedes_the_next_request_for_an_event()
    {
        var answered = new TaskCompletionSource();
        var order = new List<string>();
        LoopInThisProcess? running = null;
        await using var loop = running = new LoopInThisProcess(new StubFunction(
            (_, _) => Task.FromResult("done"),
            async cancellation =>
            {
                await answered.Task.WaitAsync(cancellation);
                order.AddRange(running!.Lambda.Calls.Select(call => call.Split('/')[^1]));
            }));

        await loop.Lambda.EnqueueAsync("{}");
        answered.SetResult();
        await loop.Lambda.WhenAskedAsync(2, Soon);

        order.ShouldBe(["next", "response"]);
    }

    [Fact]
    public async Task Idle_work_that_fails_is_logged_and_costs_no_invocation()
    {
        await using var loop = new LoopInThisProcess(new StubFunction(
            (_, _) => Task.FromResult("done"), _ => throw new InvalidOperationException("could not keep it")));

        (await loop.Lambda.EnqueueAsync("{}")).Text.ShouldBe("done");
        (await loop.Lambda.EnqueueAsync("{}")).Text.ShouldBe("done");

        loop.Lambda.Calls.ShouldNotContain(call => call.EndsWith("/error", StringComparison.Ordinal));
        loop.Logged.ShouldContain("could not keep it");
    }

    [Theory]
    [InlineData("next")]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_Runtime_API_that_fails_ends_the_process(string call)
    {
        var start = new TaskCompletionSource();
        await using var loop = new LoopInThisProcess(async (_, _) =>
        {
            await start.Task;
            return new StubFunction((_, _) => call == "error" ? throw new InvalidOperationException() : Task.FromResult(""));
        });
        loop.Lambda.Refuse(call, HttpStatusCode.InternalServerError);
        _ = loop.Lambda.EnqueueAsync("{}").ContinueWith(late => late.Exception, TaskScheduler.Default);

        start.SetResult();

        (await loop.ExitCode).ShouldBe(1);
        loop.Logged.ShouldContain($"with 500");
    }

    [Fact]
    public async Task No_Runtime_API_at_all_ends_the_process()
    {
        var start = new TaskCompletionSource();
        await using var loop = new LoopInThisProcess(async (_, _) =>
        {
            await start.Task;
            return StubFunction.Echo;
        });
        await loop.Lambda.DisposeAsync();

        start.SetResult();

        (await loop.ExitCode).ShouldBe(1);
    }

    [Fact]
    public async Task A_response_that_is_too_large_fails_its_invocation_and_the_loop_goes_on()
    {
        await using var loop = new LoopInThisProcess(StubFunction.Echo);
        loop.Lambda.Refuse("response", HttpStatusCode.RequestEntityTooLarge);

        (await loop.Lambda.EnqueueAsync("{}")).ErrorType.ShouldBe("ResponseTooLarge");
        (await loop.Lambda.EnqueueAsync("{}")).ErrorType.ShouldBe("ResponseTooLarge");
    }

    [Fact]
    public async Task Shutdown_while_idle_ends_at_once_with_success()
    {
        await using var loop = new LoopInThisProcess(StubFunction.Echo);
        await loop.Lambda.WhenAskedAsync(1, Soon);

        await loop.TerminateAsync();

        (await loop.ExitCode).ShouldBe(0);
    }

    [Fact]
    public async Task Shutdown_while_busy_lets_a_quick_function_finish_and_asks_for_nothing_more()
    {
        var busy = new TaskCompletionSource();
        await using var loop = new LoopInThisProcess(new StubFunction(async (_, cancellation) =>
        {
            busy.SetResult();
            await Task.Delay(100, cancellation);
            return "finished";
        }));
        var answer = loop.Lambda.EnqueueAsync("{}");
        await busy.Task;

        await loop.TerminateAsync();

        (await loop.ExitCode).ShouldBe(0);
        (await answer).Text.ShouldBe("finished");
        loop.Lambda.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Shutdown_while_busy_fails_an_invocation_that_does_not_finish_in_time()
    {
        var busy = new TaskCompletionSource();
        await using var loop = new LoopInThisProcess(new StubFunction(async (_, cancellation) =>
        {
            busy.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return "";
        }));
        var answer = loop.Lambda.EnqueueAsync("{}");
        await busy.Task;

        await loop.TerminateAsync();

        (await loop.ExitCode).ShouldBe(0);
        (await answer).ErrorType.ShouldBe("ShuttingDown");
    }

    [Fact]
    public async Task Shutdown_waits_for_no_function_that_heeds_nothing()
    {
        var busy = new TaskCompletionSource();
        var never = new TaskCompletionSource<string>();
        await using var loop = new LoopInThisProcess(new StubFunction((_, _) =>
        {
            busy.SetResult();
            return never.Task;
        }));
        var answer = loop.Lambda.EnqueueAsync("{}");
        await busy.Task;

        await loop.TerminateAsync();

        (await loop.ExitCode).ShouldBe(0);
        answer.IsCompleted.ShouldBeFalse();
        never.SetResult("");
        await answer;
    }
}
