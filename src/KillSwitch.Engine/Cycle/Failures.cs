using System.Runtime.ExceptionServices;

namespace KillSwitch.Engine.Cycle;

/// <summary>What failed of several things that do not depend on each other: one that cannot be done must not shield the others.</summary>
internal sealed class Failures
{
    private readonly List<Exception> _errors = [];

    public async ValueTask TryAsync(Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            _errors.Add(error);
        }
    }

    /// <summary>Throws what failed, if anything did: it is to be tried again.</summary>
    public void Throw()
    {
        if (_errors is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (_errors.Count > 1)
            throw new AggregateException(_errors);
    }
}
