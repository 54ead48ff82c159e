using System.Reflection;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Tests.Api.Models;

/// <summary>What AWS's own models say, and the clients that must agree.</summary>
internal static class ServiceModels
{
    /// <summary>The settings of every client, by the id of its service.</summary>
    public static IReadOnlyDictionary<string, Func<ServiceConfig>> Configs { get; } = typeof(ServiceConfig).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(ServiceConfig)) && !type.IsAbstract && IsOfOneService(type))
        .ToDictionary(type => New(type).Id, type => (Func<ServiceConfig>)(() => New(type)), StringComparer.Ordinal);

    /// <summary>The operations of every client, by the id of its service and the operation's name: the method that sends it.</summary>
    public static IReadOnlyDictionary<(string Service, string Operation), MethodInfo> Operations { get; } =
        typeof(ServiceClient).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(ServiceClient)) && IsOfOneService(ConfigOf(type)))
        .SelectMany(
            type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method =>
            method.GetParameters() is [{ ParameterType.Name: var request }, _] && request == method.Name[..^"Async".Length] + "Request")
        .ToDictionary(method => (New(ConfigOf(method.DeclaringType!)).Id, method.Name[..^"Async".Length]));

    /// <summary>The id of the service that an exception comes from; null for one that no client throws.</summary>
    public static string? ServiceOf(Type exception) => exception.IsSubclassOf(typeof(ServiceException))
        ? New(typeof(ServiceConfig).Assembly.GetTypes()
            .Single(type => type.Namespace == exception.Namespace && type.IsSubclassOf(typeof(ServiceConfig)))).Id
        : null;

    /// <summary>The fields of each line.</summary>
    public static IEnumerable<string[]> Read(string file)
    {
        using var stream = typeof(ServiceModels).Assembly.GetManifestResourceStream($"{typeof(ServiceModels).Namespace}.{file}")
            .ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                yield return line.Split('\t');
        }
    }

    /// <summary>A client of the method's service that calls an endpoint.</summary>
    public static ServiceClient Client(MethodInfo operation, ScriptedEndpoint endpoint, int retries = 0)
    {
        var config = New(ConfigOf(operation.DeclaringType!));
        (config.ServiceURL, config.AuthenticationRegion, config.MaxErrorRetry) = (endpoint.Url, "us-east-1", retries);
        return (ServiceClient)Activator.CreateInstance(operation.DeclaringType!, new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config)!;
    }

    /// <summary>A request of an operation with a text in each member that takes one.</summary>
    public static AmazonWebServiceRequest Request(MethodInfo operation)
    {
        var type = operation.GetParameters()[0].ParameterType;
        var request = (AmazonWebServiceRequest)Activator.CreateInstance(type)!;
        foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(member => member.PropertyType == typeof(string)))
        {
            member.SetValue(request, "x");
        }

        return request;
    }

    /// <summary>Whether it is answered in XML; else in JSON.</summary>
    public static bool IsQuery(MethodInfo operation)
    {
        var options = (InvokeOptions)operation.GetParameters()[
            0].ParameterType.GetProperty("Operation", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        return options.RequestMarshaller.GetType().GetGenericTypeDefinition() == typeof(QueryMarshaller<>);
    }

    public static async Task<AmazonWebServiceResponse> SendAsync(
        ServiceClient client, MethodInfo operation, AmazonWebServiceRequest request)
    {
        var task = (Task)operation.Invoke(client, [request, CancellationToken.None])!;
        await task;
        return (AmazonWebServiceResponse)task.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(task)!;
    }

    private static Type ConfigOf(Type client) => client.GetConstructors().SelectMany(one => one.GetParameters())
        .Select(parameter => parameter.ParameterType).First(type => type.IsSubclassOf(typeof(ServiceConfig)));

    // What posts to any endpoint is told which service that is of.
    private static bool IsOfOneService(Type config) => config.GetConstructor(Type.EmptyTypes) is not null;

    private static ServiceConfig New(Type config) => (ServiceConfig)Activator.CreateInstance(config)!;
}
