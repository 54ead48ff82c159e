using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>The port failed; nothing is known of what was done.</summary>
internal sealed class PortFailedException(string message) : Exception(message);

/// <summary>The process is over: whoever catches this runs no longer, and nothing that it tries is done.</summary>
internal sealed class ProcessEndedException() : Exception("the process ended");

/// <summary>Whether a process lives; all its ports share it.</summary>
internal sealed class Life
{
    public bool IsOver { get; set; }
}

/// <summary>Any port, with the faults of a plan.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "DispatchProxy derives from it and makes it.")]
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it and makes it.")]
[SuppressMessage("Reliability", "CA2012", Justification = "What is boxed is awaited once.")]
internal class FaultyPort<T> : DispatchProxy
    where T : class
{
    private static readonly string[] Reads =
        ["Find", "Open", "Pending", "Recall", "Read", "List", "Uncounted", "Is", "WouldAccountHold", "OwnArns"];

    private static readonly ConcurrentDictionary<Type, MethodInvoker> Around = new();
    private static readonly ConcurrentDictionary<MethodInfo, (MethodInvoker Invoker, string Name, bool Changes)> Methods = new();

    private T _inner = null!;
    private FaultPlan _plan = null!;
    private Life _life = null!;

    public static T Over(T inner, FaultPlan plan, Life life)
    {
        var proxy = Create<T, FaultyPort<T>>();
        var port = (FaultyPort<T>)(object)proxy;
        (port._inner, port._plan, port._life) = (inner, plan, life);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!;
        // What needs no answer of anybody's has no fault.
        if (method.IsSpecialName || (method.ReturnType != typeof(ValueTask) && !method.ReturnType.IsGenericType))
            return Call(method, args!);
        if (method.ReturnType == typeof(ValueTask))
            return DoAsync(method, args!);
        return Around.GetOrAdd(method.ReturnType, AroundOf).Invoke(this, method, args);
    }

    private static MethodInvoker AroundOf(Type type)
    {
        var around = type.GetGenericTypeDefinition() == typeof(ValueTask<>) ? nameof(AskAsync) : nameof(StreamAsync);
        return MethodInvoker.Create(
            typeof(FaultyPort<T>)
            .GetMethod(around, BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(type.GetGenericArguments()));
    }

    protected async ValueTask DoAsync(MethodInfo method, object?[] args) => await AroundAsync(
        method,
        args,
        async given =>
        {
            await (ValueTask)Call(method, given)!;
            return true;
        });

    protected ValueTask<TAnswer> AskAsync<TAnswer>(MethodInfo method, object?[] args) =>
        AroundAsync(method, args, async given => await (ValueTask<TAnswer>)Call(method, given)!);

    /// <summary>Each page is a call of its own.</summary>
    protected async IAsyncEnumerable<TItem> StreamAsync<TItem>(MethodInfo method, object?[] args)
    {
        await using var pages = ((IAsyncEnumerable<TItem>)Call(method, args)!).GetAsyncEnumerator();
        while (await AroundAsync(method, args, async _ => await pages.MoveNextAsync()))
            yield return pages.Current;
    }

    private async ValueTask<TAnswer> AroundAsync<TAnswer>(MethodInfo method, object?[] args, Func<object?[], ValueTask<TAnswer>> call)
    {
        if (_life.IsOver)
            throw new ProcessEndedException();
        var (_, name, changes) = Methods.GetOrAdd(method, Describe);
        switch (_plan.Next(name, changes, args[0] is IList { Count: > 1 }))
        {
            case null:
                return await call(args);
            case FaultKind.Fails:
                throw new PortFailedException($"{name} failed");
            case FaultKind.Torn:
                await call(args);
                throw new PortFailedException($"the answer of {name} was lost");
            case FaultKind.Half:
                // Where an earlier fault has put another call in its place there may be nothing to halve.
                if (args[0] is IList { Count: > 1 } whole)
                    await call([Half(whole), .. args.Skip(1)]);
                throw new PortFailedException($"{name} was half done");
            case FaultKind.Twice:
                await call(args);
                return await call(args);
            case FaultKind.Late:
                await _plan.Gate;
                return await call(args);
            case FaultKind.AnswersLate:
                var answer = await call(args);
                await _plan.Gate;
                return answer;
            case FaultKind.LateAndDead:
                await _plan.Gate;
                await call(args);
                throw Ended();
            case FaultKind.DiesBefore:
                throw Ended();
            case FaultKind.DiesAfter:
                await call(args);
                throw Ended();
            default:
                throw new InvalidOperationException("no such fault");
        }
    }

    private ProcessEndedException Ended()
    {
        _life.IsOver = true;
        return new ProcessEndedException();
    }

    private object? Call(MethodInfo method, object?[] args) => Methods.GetOrAdd(method, Describe).Invoker.Invoke(_inner, args.AsSpan());

    // `OpenAsync` reads, `TryOpenAsync` writes.
    private static (MethodInvoker Invoker, string Name, bool Changes) Describe(MethodInfo method) =>
        (MethodInvoker.Create(method), $"{typeof(T).Name}.{method.Name}",
            !Array.Exists(Reads, read => method.Name.StartsWith(read, StringComparison.Ordinal)));

    private static Array Half(IList whole)
    {
        var element = whole.GetType().GetInterfaces()
            .First(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
        var half = Array.CreateInstance(element, whole.Count / 2);
        for (var i = 0; i < half.Length; i++)
            half.SetValue(whole[i], i);
        return half;
    }
}
