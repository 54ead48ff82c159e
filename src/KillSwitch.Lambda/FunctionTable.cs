using KillSwitch.Core.Settings;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>Creates a function in the init phase: clients, settings, whatever every invocation shares.</summary>
internal delegate ValueTask<IFunction> FunctionFactory(JsonLog log, CancellationToken cancellation);

/// <summary>What <c>_HANDLER</c> may name.</summary>
internal sealed class FunctionTable(IReadOnlyDictionary<string, FunctionFactory> factories)
{
    /// <summary>Environment: the name of the function that this process serves.</summary>
    public const string HandlerVariable = "_HANDLER";

    /// <summary>Every function that the binary carries.</summary>
    public static FunctionTable Shipped { get; } = new(new Dictionary<string, FunctionFactory>(StringComparer.Ordinal)
    {
        [GuardFunction.Meter] = MeterFunction.CreateAsync,
        [GuardFunction.Watch] = (log, _) => ValueTask.FromResult<IFunction>(new WatchFunction(log, TimeProvider.System)),
        [GuardFunction.Budget] = (log, _) => ValueTask.FromResult<IFunction>(new BudgetFunction(log, TimeProvider.System)),
        [GuardFunction.Setup] = (log, _) => ValueTask.FromResult<IFunction>(new SetupFunction(log, TimeProvider.System)),
        [GuardFunction.Gateway] = (log, _) => ValueTask.FromResult<IFunction>(new GatewayFunction(log, TimeProvider.System)),
        [GuardFunction.Chat] = (log, _) => ValueTask.FromResult<IFunction>(new ChatFunction(log, TimeProvider.System)),
        [DiagnoseFunction.Name] = (_, _) => ValueTask.FromResult<IFunction>(new DiagnoseFunction()),
    });

    /// <summary>Throws <see cref="UnknownHandlerException"/> for a name that is not in the table.</summary>
    public ValueTask<IFunction> CreateAsync(string? handler, JsonLog log, CancellationToken cancellation) =>
        factories.TryGetValue(handler ?? "", out var create)
            ? create(log, cancellation)
            : throw new UnknownHandlerException(
                $"no function is called `{handler}`; {HandlerVariable} may be "
                    + $"{string.Join(", ", factories.Keys.Order(StringComparer.Ordinal))}");
}

/// <summary>The deployment names a function that the binary does not carry.</summary>
internal sealed class UnknownHandlerException(string message) : Exception(message);
