using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Providers;

/// <summary>The functions of ONNX Runtime's C interface that tell which provider took which operator;
/// the managed API has none of them.</summary>
/// <remarks>Positions count the members of <c>struct OrtApi</c> in onnxruntime_c_api.h, which only ever grows at its end;
/// these stand there since 1.24.</remarks>
internal static unsafe class OrtGraphApi
{
    private const uint SinceApi = 24;
    private const int GetErrorMessage = 2;
    private const int ReleaseStatus = 93;
    private const int SessionGetEpGraphAssignmentInfo = 407;
    private const int EpAssignedSubgraphGetEpName = 408;
    private const int EpAssignedSubgraphGetNodes = 409;
    private const int EpAssignedNodeGetOperatorType = 412;

    private static readonly nint* Functions = Load();

    /// <summary>Provider and operator type of every node of the session's graph; null with the reason where they cannot be told.</summary>
    public static IReadOnlyList<(string Provider, string Operator)>? Assignments(InferenceSession session, out string? problem)
    {
        problem = Functions == null ? "this build of ONNX Runtime is older than 1.24" : null;
        if (problem is not null)
        {
            return null;
        }

        var nodes = new List<(string, string)>();
        problem = Read(NativeHandle(session), nodes);
        GC.KeepAlive(session);
        return problem is null ? nodes : null;
    }

    private static string? Read(nint session, List<(string, string)> nodes)
    {
        nint* subgraphs;
        nuint count;
        var list = (delegate* unmanaged<nint, nint**, nuint*, nint>)Functions[SessionGetEpGraphAssignmentInfo];
        var problem = Message(list(session, &subgraphs, &count));
        for (nuint i = 0; problem is null && i < count; i++)
        {
            problem = ReadSubgraph(subgraphs[i], nodes);
        }

        return problem;
    }

    private static string? ReadSubgraph(nint subgraph, List<(string, string)> nodes)
    {
        byte* provider;
        nint* members = null;
        nuint count = 0;
        var name = (delegate* unmanaged<nint, byte**, nint>)Functions[EpAssignedSubgraphGetEpName];
        var list = (delegate* unmanaged<nint, nint**, nuint*, nint>)Functions[EpAssignedSubgraphGetNodes];
        var problem = Message(name(subgraph, &provider)) ?? Message(list(subgraph, &members, &count));
        for (nuint i = 0; problem is null && i < count; i++)
        {
            byte* type;
            problem = Message(((delegate* unmanaged<nint, byte**, nint>)Functions[EpAssignedNodeGetOperatorType])(members[i], &type));
            if (problem is null)
            {
                nodes.Add((Text(provider), Text(type)));
            }
        }

        return problem;
    }

    private static string? Message(nint status)
    {
        if (status == 0)
        {
            return null;
        }

        var message = Text(((delegate* unmanaged<nint, byte*>)Functions[GetErrorMessage])(status));
        ((delegate* unmanaged<nint, void>)Functions[ReleaseStatus])(status);
        return message;
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static nint* Load()
    {
        var library = NativeLibrary.Load("onnxruntime", typeof(OrtEnv).Assembly, null);
        var apiBase = ((delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        return ((delegate* unmanaged<uint, nint*>)apiBase[0])(SinceApi);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nativeHandle")]
    private static extern ref nint NativeHandle(InferenceSession session);
}
