using KillSwitch.Lambda.Runtime;

namespace KillSwitch.Lambda.Tests.Runtime;

[Collection(LoopInThisProcess.OneAtATime)]
public class FunctionTableTests
{
    [Theory]
    [InlineData("metre")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_unknown_handler_is_an_init_error_that_lists_what_is_allowed(string? handler)
    {
        var table = new FunctionTable(new Dictionary<string, FunctionFactory>
        {
            ["meter"] = (_, _) => ValueTask.FromResult<IFunction>(StubFunction.Echo),
            ["watch"] = (_, _) => ValueTask.FromResult<IFunction>(StubFunction.Echo),
        });
        await using var loop = new LoopInThisProcess((log, cancellation) => table.CreateAsync(handler, log, cancellation));

        (await loop.ExitCode).ShouldBe(1);

        var error = await loop.Lambda.InitError;
        error.ErrorType.ShouldBe("UnknownHandlerException");
        error.Json().GetProperty("errorMessage").GetString()
            .ShouldBe($"no function is called `{handler}`; _HANDLER may be meter, watch");
    }
}
