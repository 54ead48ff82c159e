using Amazon.Runtime;

namespace KillSwitch.Aws;

/// <summary>Errors of AWS by their codes.</summary>
internal static class ErrorCodes
{
    /// <summary>Whether it is the error that the service's model gives this code on the wire.</summary>
    /// <typeparam name="TException">Tells whose code it is.</typeparam>
    public static bool Is<TException>(this TException error, string code)
        where TException : AmazonServiceException => error.ErrorCode == code;
}
